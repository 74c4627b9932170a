namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Opens the sessions that own shards.</summary>
internal sealed class PostgresShardSessions(PostgresDatabase database, NodeName node, TimeProvider clock) : IShardSessions
{
    public async Task<IShardSession> OpenAsync(CancellationToken cancellationToken)
    {
        var openedAt = clock.GetTimestamp();
        var connection = await database.ConnectOwnerAsync(cancellationToken);
        var owner = new OwningConnection(connection, openedAt, database.Options.SessionIdleTimeout / 2, clock);
        try
        {
            await owner.UseAsync(ShardLocks.ComeAsync, cancellationToken);
            return new PostgresShardSession(owner, database, node);
        }
        catch (Exception)
        {
            await owner.DisposeAsync();
            throw;
        }
    }
}
