using Nudge.Chaos.Deployments;
using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>Every connection of the schedulers to PostgreSQL is ended by an administrator, five times.</summary>
internal sealed class BackendKills : Fault
{
    private const int Times = 5;

    public override string Name => "backend-kills";

    public override string What => $"pg_terminate_backend of every scheduler's connections, {Times} times in {2 * Times} s";

    public override async Task InflictAsync(FaultRun run)
    {
        await using var connection = await run.Deployment.Postgres.ConnectAsync(Deployment.Database);
        for (var i = 0; i < Times; i++)
        {
            await SupervisedPostgres.TerminateAsync(connection, "nudge/%");
            await FaultRun.LastAsync(2);
        }
    }
}
