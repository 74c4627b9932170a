namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Does nothing: one node owns every shard of a file, so there is no other node to notify.</summary>
internal sealed class SqliteShardNotices : IShardNotices
{
    public void Notify(int shard, Instant visibleAt)
    {
    }

    public Task ListenAsync(Action<int, Instant> heard, Action connected, CancellationToken stoppingToken) => Task.CompletedTask;
}
