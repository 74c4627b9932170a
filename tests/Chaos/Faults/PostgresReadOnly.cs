namespace Nudge.Chaos.Faults;

/// <summary>PostgreSQL answers and takes no writes, as a demoted primary does.</summary>
internal sealed class PostgresReadOnly : Fault
{
    public override string Name => "postgres-read-only";

    public override string What => "PostgreSQL is read-only for 8 s";

    public override async Task InflictAsync(FaultRun run)
    {
        await SetAsync(run, "on");
        await FaultRun.LastAsync(8);
        await SetAsync(run, "off");
    }

    private static async Task SetAsync(FaultRun run, string value)
    {
        await run.Deployment.Postgres.ExecuteAsync($"alter system set default_transaction_read_only = {value}");
        await run.Deployment.Postgres.ExecuteAsync("select pg_reload_conf()");
    }
}
