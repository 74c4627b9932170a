using Npgsql;
using Nudge.Chaos.Deployments;
using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>
/// 300 idle connections are opened to a server that accepts 300 in all. The schedulers lose the connections that they had, and find no free ones until the
/// others close.
/// </summary>
internal sealed class PoolExhaustion : Fault
{
    private const int Connections = 300;

    public override string Name => "pool-exhaustion";

    public override string What => $"{Connections} idle connections to PostgreSQL for 10 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var idle = new List<NpgsqlConnection>();
        try
        {
            await FillAsync(run.Deployment, idle);
            // The schedulers' places go to further idle connections.
            await SupervisedPostgres.TerminateAsync(idle[0], "nudge/%");
            await FillAsync(run.Deployment, idle);
            await FaultRun.LastAsync(10);
        }
        finally
        {
            foreach (var connection in idle)
                await connection.DisposeAsync();
        }
    }

    /// <summary>Opens connections until there are 300, or the server has no place.</summary>
    private static async Task FillAsync(Deployment deployment, List<NpgsqlConnection> idle)
    {
        try
        {
            while (idle.Count < Connections)
                idle.Add(await deployment.Postgres.ConnectAsync(Deployment.Database));
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            // Every place is taken.
        }
    }
}
