using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads due reminders.</summary>
internal static class DueScan
{
    /// <summary>Reads a page of each shard. The last column is the number of the page, from 1.</summary>
    private const string Pages =
        $"""
        select due.*, s.page::integer
        from unnest($1, $2, $3) with ordinality as s(shard, visible_at, id, page) cross join lateral (
            select {StoredRow.DueColumns}
            from reminder r
            where r.shard = s.shard and r.visible_at is not null and (r.visible_at, r.id) > (s.visible_at, s.id)
                  and r.visible_at <= least($4, {Sql.Present})
            order by r.visible_at, r.id limit $5
        ) due
        order by s.page, due.visible_at, due.id
        """;

    // Shares a transaction with Pages, so both use the same now().
    private const string Next =
        $"""
        select s.page::integer, (
            select visible_at from reminder r where r.shard = s.shard and r.visible_at > least($2, {Sql.Present}) order by r.visible_at limit 1
        )
        from unnest($1) with ordinality as s(shard, page)
        """;

    private const string OfKeys =
        $"""
        select {StoredRow.DueColumns}, k.shard
        from unnest($1, $2, $3, $4) as k(shard, key_id, key_occurrence, key_revision)
             join reminder r on r.id = k.key_id and r.occurrence = k.key_occurrence and r.revision = k.key_revision
        """;

    private static readonly string NextOfEach =
        $"""
        select s.shard, coalesce((
            select visible_at from reminder r where r.shard = s.shard and r.visible_at >= least(s.since, {Sql.Present} - {CommitDelay.Longest.TotalMilliseconds})
            order by r.visible_at limit 1
        ), {Instant.Never.Milliseconds})
        from unnest($1, $2) as s(shard, since)
        """;

    public static async Task<IReadOnlyList<DuePage>> ReadAsync(
        NpgsqlConnection connection, IShardSession session, IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            Pages,
            Parameter.Column(shards, from => from.Shard),
            Parameter.Column(shards, from => from.After.VisibleAt),
            Parameter.Column(shards, from => from.After.Id),
            Parameter.Of(now),
            Parameter.Of(limit));
        batch.Add(Next, Parameter.Column(shards, from => from.Shard), Parameter.Of(now));

        await using var row = await batch.ExecuteReaderAsync();
        var due = shards.Select(_ => new List<DueReminder>()).ToList();
        var pageColumn = row.FieldCount - 1;
        while (await row.ReadAsync())
        {
            var page = row.GetInt32(pageColumn) - 1;
            due[page].Add(StoredRow.ReadDue(row, row.GetGuid(0), shards[page].Shard, session));
        }

        await row.NextResultAsync();
        var pages = new DuePage[shards.Count];
        while (await row.ReadAsync())
        {
            var page = row.GetInt32(0) - 1;
            var more = due[page].Count >= limit;
            pages[page] = new DuePage(due[page], more, more ? null : StoredRow.ReadInstant(row, 1));
        }

        return pages;
    }

    public static async Task<IReadOnlyList<DueReminder>> ReadAsync(
        NpgsqlConnection connection, IShardSession session, IReadOnlyList<(int Shard, DeliveryKey Key)> reminders)
    {
        await using var command = connection.Statement(
            OfKeys,
            Parameter.Column(reminders, reminder => reminder.Shard),
            Parameter.Column(reminders, reminder => reminder.Key.Id),
            Parameter.Column(reminders, reminder => reminder.Key.Occurrence),
            Parameter.Column(reminders, reminder => reminder.Key.Revision));
        return await command.ReadAllAsync(row => StoredRow.ReadDue(row, row.GetGuid(0), row.GetInt32(row.FieldCount - 1), session));
    }

    public static async Task<IReadOnlyDictionary<int, Instant>> NextVisibleAsync(NpgsqlConnection connection, IReadOnlyList<(int Shard, Instant Since)> shards)
    {
        await using var command = connection.Statement(
            NextOfEach, Parameter.Column(shards, from => from.Shard), Parameter.Column(shards, from => from.Since));
        return (await command.ReadAllAsync(row => (Shard: row.GetInt32(0), VisibleAt: new Instant(row.GetInt64(1))))).ToDictionary(next => next.Shard, next => next.VisibleAt);
    }
}
