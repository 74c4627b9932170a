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
            var session = new PostgresShardSession(owner, database, node);
            await RehearseAsync(session, cancellationToken);
            await owner.UseAsync(ShardLocks.ComeAsync, cancellationToken);
            return session;
        }
        catch (Exception)
        {
            await owner.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Does to no effect what a new owner does first. The first time takes long, and it is better spent before the others make room: what they
    /// give up is delivered by nobody until it is taken and read.
    /// </summary>
    private static async Task RehearseAsync(PostgresShardSession session, CancellationToken cancellationToken)
    {
        await session.TouchAsync(cancellationToken);
        await session.AcquireAsync([], cancellationToken);
        await session.ScanAsync([(Shard: 0, ScanPosition.Start)], now: 0, limit: 1, cancellationToken);
    }
}
