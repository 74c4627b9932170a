namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Opens the sessions that own shards.</summary>
internal sealed class PostgresShardSessions(PostgresDatabase database, NodeName node, TimeProvider clock) : IShardSessions
{
    /// <summary>A backend writes no faster than one core can.</summary>
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
            await session.ComeAsync(cancellationToken);
            // This session reached a server that takes writes. What was connected before may not have.
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
    /// Does to no effect what a new owner does first. The first time takes long, and it is better spent before the others make room: what they
    /// give up is delivered by nobody until it is taken and read.
    /// </summary>
    private async Task RehearseAsync(PostgresShardSession session, CancellationToken cancellationToken)
    {
        await session.TouchAsync(cancellationToken);
        await session.AcquireAsync([], cancellationToken);
        for (var shard = 0; shard < Writers; shard++)
            await session.ScanAsync([(shard, ScanPosition.Start)], now: 0, limit: 1, cancellationToken);
    }
}
