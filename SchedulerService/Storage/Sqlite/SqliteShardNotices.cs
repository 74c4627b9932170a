namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>There is nobody to tell: one node owns every shard of a file.</summary>
internal sealed class SqliteShardNotices : IShardNotices
{
    public void Tell(int shard, long visibleAt)
    {
    }

    public Task ListenAsync(Action<int, long> heard, Action connected, CancellationToken stoppingToken) => Task.CompletedTask;
}
