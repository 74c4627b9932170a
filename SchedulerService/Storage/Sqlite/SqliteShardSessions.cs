namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Whoever has the file is its only node.</summary>
internal sealed class SqliteShardSessions(SqliteDatabase database, NodeName node) : IShardSessions
{
    public Task<IShardSession> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IShardSession>(new SqliteShardSession(database, node));
}
