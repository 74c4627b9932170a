using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>PostgreSQL's main process is killed, stays away for five seconds, and recovers from its log.</summary>
internal sealed class PostgresKill : Fault
{
    public override string Name => "postgres-kill";

    public override string What => "SIGKILL of PostgreSQL, restart after 5 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var postgres = run.Deployment.Postgres;
        postgres.Hold();
        Signal.Kill(postgres.ProcessId);
        await FaultRun.LastAsync(5);
        postgres.Release();
        await postgres.UntilAnswersAsync();
    }
}
