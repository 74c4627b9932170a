using Npgsql;
using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>
/// The disk of PostgreSQL and Redis becomes full, also for their logs, and gets room again after some seconds. Each server ends when its log has no room,
/// and its supervisor starts it until the disk has room.
/// </summary>
internal sealed class DiskFull : Fault
{
    private const int BlockBytes = 1024 * 1024;

    public override string Name => "disk-full";

    public override string What => "the disk of PostgreSQL and Redis is full for 8 s";

    public override bool NeedsLimitedDisk => true;

    public override Task<string?> LacksAsync(Deployment deployment) => Task.FromResult(deployment.Folder.Unlimited);

    public override async Task InflictAsync(FaultRun run)
    {
        var filler = Path.Combine(run.Deployment.Folder.Path, "filler");
        try
        {
            Fill(filler);
            await ExhaustLogAsync(run.Deployment);
            await FaultRun.LastAsync(8);
        }
        finally
        {
            File.Delete(filler);
        }

        await run.Deployment.Postgres.UntilAnswersAsync();
    }

    private static void Fill(string filler)
    {
        using var handle = File.OpenHandle(filler, FileMode.Create, FileAccess.Write);
        var block = new byte[BlockBytes];
        try
        {
            for (var offset = 0L; ; offset += block.Length)
                RandomAccess.Write(handle, block, offset);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    /// <summary>Uses up the log files that PostgreSQL keeps for later.</summary>
    private static async Task ExhaustLogAsync(Deployment deployment)
    {
        const int Files = 64;
        try
        {
            for (var i = 0; i < Files; i++)
                await deployment.Postgres.ExecuteAsync("select pg_logical_emit_message(false, '', ''), pg_switch_wal()");
        }
        catch (NpgsqlException)
        {
            // PostgreSQL has ended: its log has no room.
        }
    }
}
