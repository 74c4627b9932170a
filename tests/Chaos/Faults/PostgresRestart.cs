namespace Nudge.Chaos.Faults;

/// <summary>PostgreSQL is stopped as an operator does, and started again.</summary>
internal sealed class PostgresRestart : Fault
{
    public override string Name => "postgres-restart";

    public override string What => "pg_ctl restart -m fast";

    public override Task InflictAsync(FaultRun run) => run.Deployment.Postgres.RestartAsync();
}
