using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reminders in PostgreSQL.</summary>
internal sealed class PostgresReminderStore(PostgresDatabase database, NodeName node) : IReminderStore, IAsyncDisposable
{
    private readonly InsertBatcher _inserts = new(database);

    public Task<Creation> CreateAsync(StoredReminder reminder, RequestKey? request, Edit edit) =>
        _inserts.RegisterAsync(new Registration(reminder, request, edit));

    public async ValueTask<Creation.Repeated?> FindRequestAsync(RequestKey request, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => Requests.FindAsync(connection, request, cancellationToken), cancellationToken);

    public async ValueTask<StoredReminder?> GetAsync(Guid id, string? owner, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => ReminderLookup.FindAsync(connection, id, owner, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyList<StoredReminder>> ListAsync(ReminderQuery query, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => ReminderList.ReadAsync(connection, query, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyList<StoredReminder>> ListOnWallClockAsync(Guid after, int limit, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => ReminderList.ReadOnWallClockAsync(connection, after, limit, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyList<StoredReminder>> ListChangedAsync(Instant since, Guid after, int limit, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => ReminderList.ReadChangedAsync(connection, since, after, limit, cancellationToken), cancellationToken);

    public Task<Change?> ChangeAsync(Guid id, Edit edit, Func<StoredReminder, Instant, StoredReminder?> change) =>
        database.UseAsync(connection => ReminderChange.WriteAsync(connection, id, edit, change));

    public Task<StoredReminder?> CancelAsync(Guid id, Edit edit) => database.UseAsync(connection => Canceller.CancelAsync(connection, id, edit, node));

    public async Task<int> CancelMatchingAsync(ReminderQuery query, Edit edit)
    {
        // Reminders that were changed or ended after they were found leave room for others. A result below the limit must mean that none is left.
        var total = 0;
        while (total < query.Limit)
        {
            var rest = query with { Limit = query.Limit - total };
            var (found, cancelled) = await database.UseAsync(connection => Canceller.CancelMatchingAsync(connection, rest, edit, node));
            total += cancelled;
            if (found < rest.Limit)
                break;
        }

        return total;
    }

    public Task<StoredReminder?> RetryAsync(Guid id, Edit edit) => database.UseAsync(connection => DeadLetters.RetryAsync(connection, id, edit));

    public async Task<Resumption> ResumeRecipientAsync(Recipient recipient, Edit edit, int limit)
    {
        var total = 0;
        var visibleAt = new Dictionary<int, Instant>();
        while (total < limit)
        {
            var rest = limit - total;
            var (found, resumption) = await database.UseAsync(connection => Recipients.ResumeAsync(connection, recipient, edit, rest));
            total += resumption.Count;
            foreach (var (shard, earliest) in resumption.VisibleAt)
                visibleAt[shard] = Instant.Min(earliest, visibleAt.GetValueOrDefault(shard, Instant.Never));
            if (found < rest)
                break;
        }

        return new Resumption(total, visibleAt);
    }

    public Task<int> ForgetRecipientAsync(Recipient recipient, Edit edit, int limit) =>
        database.UseAsync(connection => Recipients.ForgetAsync(connection, recipient, edit, limit));

    public async ValueTask<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => AuditList.ReadAsync(connection, query, cancellationToken), cancellationToken);

    public async Task<int> ForgetAsync(Retirement before, int limit)
    {
        await database.Partitions.MakeAheadAsync();
        var settled = await database.Partitions.RetireAsync(before.Settled);
        var deadLetters = await database.UseAsync(connection => DeadLetters.ForgetAsync(connection, before.DeadLetters, limit));
        var requests = await database.UseAsync(connection => Requests.ForgetAsync(connection, before.Requests, limit));
        var audit = await database.UseAsync(connection => AuditList.ForgetAsync(connection, before.Audit, limit));
        return (int)Math.Min(limit, Math.Max(Math.Max(settled, audit), Math.Max(deadLetters, requests)));
    }

    public async ValueTask<IReadOnlyDictionary<int, Instant>> NextVisibleAsync(
        IReadOnlyList<(int Shard, Instant Since)> shards, CancellationToken cancellationToken) =>
        await database.UseAsync(connection => DueScan.NextVisibleAsync(connection, shards), cancellationToken);

    public async ValueTask<long?> CountPendingAsync(CancellationToken cancellationToken) =>
        await database.UseAsync(connection => PendingEstimate.ReadAsync(connection, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, long>> CountPendingByOwnerAsync(CancellationToken cancellationToken) =>
        await database.UseAsync(connection => PendingEstimate.ReadByOwnerAsync(connection, cancellationToken), cancellationToken);

    public async ValueTask<string?> GetSettingAsync(string name, CancellationToken cancellationToken) =>
        await database.UseAsync(
            async connection =>
            {
                await using var command = connection.Statement("select value from setting where name = $1", Parameter.Text(name));
                return (string?)await command.ExecuteScalarAsync(cancellationToken);
            },
            cancellationToken);

    public Task SetSettingAsync(string name, string value) => database.UseAsync(connection => connection.ExecuteAsync(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        Parameter.Text(name), Parameter.Text(value)));

    public ValueTask DisposeAsync() => _inserts.DisposeAsync();
}
