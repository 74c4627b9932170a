using Npgsql;
using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>A transaction with an id of its own stays open, so that PostgreSQL keeps every row that is deleted meanwhile.</summary>
internal sealed class IdleTransaction : Fault
{
    public override string Name => "idle-in-transaction";

    public override string What => "an idle transaction with an XID for 15 s";

    public override async Task InflictAsync(FaultRun run)
    {
        await using var connection = await run.Deployment.Postgres.ConnectAsync(Deployment.Database);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand("select pg_current_xact_id(), count(*) from reminder", connection, transaction);
        await command.ExecuteNonQueryAsync();
        await FaultRun.LastAsync(15);
    }
}
