namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Opens the sessions that own shards.</summary>
internal sealed class PostgresShardSessions(PostgresDatabase database, NodeName node, TimeProvider clock) : IShardSessions
{
    /// <summary>Gets 2: a PostgreSQL backend writes on one core, so a second one makes a node faster.</summary>
    public int Writers => 2;

    public async Task<IShardSession> OpenAsync(CancellationToken cancellationToken)
    {
        var owners = new List<OwningConnection>(Writers);
        var end = new SessionEnd();
        try
        {
            while (owners.Count < Writers)
            {
                var openedAt = clock.GetTimestamp();
                var connection = await database.ConnectOwnerAsync(cancellationToken);
                owners.Add(new OwningConnection(connection, end, openedAt, database.Options.SessionIdleTimeout / 2, clock));
            }

            var session = new PostgresShardSession(owners, end, database, node);
            await RehearseAsync(session, cancellationToken);
            await session.JoinAsync(cancellationToken);
            // This session has reached a server that takes writes. Older connections may lead to a former primary.
            database.DropPooled();
            return session;
        }
        catch (Exception)
        {
            foreach (var owner in owners)
                await owner.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Warms up: runs the first statements of a new owner without effect, since the first run is slow. This happens before other nodes release
    /// shards to this one: no node delivers a released shard until its new owner has read it.
    /// </summary>
    private async Task RehearseAsync(PostgresShardSession session, CancellationToken cancellationToken)
    {
        await session.TouchAsync(cancellationToken);
        await session.AcquireAsync([], cancellationToken);
        for (var shard = 0; shard < Writers; shard++)
            await session.ScanAsync([(shard, ScanPosition.Start)], now: default, limit: 1, cancellationToken);
    }
}
