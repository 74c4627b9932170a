namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Whoever has the file is its only node.</summary>
internal sealed class SqliteShardSessions(SqliteDatabase database, NodeName node) : IShardSessions
{
    /// <summary>A file is written by one at a time: two writers made more commits of the same, and a spike 0.96 times as fast.</summary>
    public int Writers => 1;

    public Task<IShardSession> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IShardSession>(new SqliteShardSession(database, node));
}
