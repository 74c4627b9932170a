using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads what is due.</summary>
internal static class DueScan
{
    private const string Page =
        $"""
        select {StoredRow.DueColumns}
        from reminder
        where shard = $1 and visible_at is not null and (visible_at, id) > ($2, $3) and visible_at <= least($4, {Sql.Present})
        order by visible_at, id limit $5
        """;

    // Both read the same clock: that of the transaction, which is one.
    private const string Next =
        $"""
        select visible_at from reminder where shard = $1 and visible_at > least($2, {Sql.Present}) order by visible_at limit 1
        """;

    private const string NextOfEach =
        """
        select s.shard, coalesce((select visible_at from reminder r where r.shard = s.shard and visible_at is not null order by visible_at limit 1),
                                 9223372036854775807)
        from unnest($1) as s(shard)
        """;

    public static async Task<DuePage> ReadAsync(
        NpgsqlConnection connection, IShardSession session, int shard, ScanPosition after, long now, int limit)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            Page, Parameter.Of(shard), Parameter.Of(after.VisibleAt), Parameter.Of(after.Id), Parameter.Of(now), Parameter.Of(limit));
        batch.Add(Next, Parameter.Of(shard), Parameter.Of(now));

        await using var row = await batch.ExecuteReaderAsync();
        var reminders = new List<DueReminder>();
        while (await row.ReadAsync())
            reminders.Add(StoredRow.ReadDue(row, row.GetGuid(0), shard, session));
        if (reminders.Count >= limit)
            return new DuePage(reminders, More: true, NextVisibleAt: null);

        await row.NextResultAsync();
        return new DuePage(reminders, More: false, await row.ReadAsync() ? row.GetInt64(0) : null);
    }

    public static async Task<IReadOnlyDictionary<int, long>> NextVisibleAsync(NpgsqlConnection connection, IReadOnlyList<int> shards)
    {
        await using var command = connection.Statement(NextOfEach, Parameter.Of(shards.ToArray()));
        return (await command.ReadAllAsync(row => (Shard: row.GetInt32(0), VisibleAt: row.GetInt64(1)))).ToDictionary(next => next.Shard, next => next.VisibleAt);
    }
}
