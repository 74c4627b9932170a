namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Opens the session of the only node of a SQLite file.</summary>
internal sealed class SqliteShardSessions(SqliteDatabase database, NodeName node) : IShardSessions
{
    /// <summary>Gets 1: SQLite has one writer. Two writers made more commits of the same outcomes, and a spike 0.96 times as fast.</summary>
    public int Writers => 1;

    public Task<IShardSession> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IShardSession>(new SqliteShardSession(database, node));
}
