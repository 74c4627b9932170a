using System.Diagnostics;
using Npgsql;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Does the minimum for each delivered row: reads it in order, deletes it, and writes it to the history. This is a bare loop on one session,
/// without gRPC, ownership, retries or any other work of a scheduler.
/// </summary>
internal static class ScanAndSettle
{
    private const int PageSize = 2048;

    /// <summary>The limit of settled reminders in one commit, as in the scheduler.</summary>
    private const int MaxPerCommit = 2048;

    /// <summary>The options of a session, as in the scheduler.</summary>
    private const string Options = "-c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan";

    private static readonly string Page =
        $"""
        select id, occurrence, revision, visible_at, due_at, generation, attempt, broken_streams, created_at, content, trace_parent, owner
        from reminder
        where shard = $1 and visible_at is not null and (visible_at, id) > ($2, $3) and visible_at <= $4
        order by visible_at, id limit {PageSize}
        """;

    private static readonly string Settle =
        $"""
        with gone as (
            delete from reminder where id = any($1)
            returning id, due_at, occurrence, revision, created_at, shard, generation, attempt, owner, user_id, conversation_id, tenant_id, labels,
                      content, trace_parent
        )
        insert into history (reminder_id, settled_at, due_at, lateness, occurrence, revision, created_at, state, shard, generation, attempt, ended,
                             node, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, message_id, last_error)
        select id, $2, due_at, greatest(0, $2 - due_at), occurrence, revision + 1, created_at, {(int)ReminderState.Delivered}, shard, generation, attempt,
               true, 'bench', owner, user_id, conversation_id, tenant_id, labels, content, trace_parent, null, null
        from gone
        """;

    /// <summary>Settles every reminder that is due before an instant.</summary>
    /// <returns>The time from the first page to the last commit.</returns>
    public static async Task<TimeSpan> RunAsync(Deployment deployment, int count, DateTimeOffset before)
    {
        await using var connection = await deployment.ConnectAsync(Options);
        var shards = await ShardsAsync(connection);
        await using var page = new NpgsqlCommand(Page, connection);
        var (shard, visibleAt, id) = (Of(0), Of(0L), Of(Guid.Empty));
        page.Parameters.AddRange(new NpgsqlParameter[] { shard, visibleAt, id, Of(before.ToUnixTimeMilliseconds()) });
        await page.PrepareAsync();
        await using var settle = new NpgsqlCommand(Settle, connection);
        var (ids, at) = (Of(Array.Empty<Guid>()), Of(0L));
        settle.Parameters.AddRange(new NpgsqlParameter[] { ids, at });
        await settle.PrepareAsync();

        return await Progress.ShowAsync("scanning and settling", count, async show =>
        {
            var started = Stopwatch.GetTimestamp();
            var settled = 0;
            foreach (var next in shards)
            {
                (shard.TypedValue, visibleAt.TypedValue, id.TypedValue) = (next, 0, Guid.Empty);
                for (var rows = PageSize; rows == PageSize;)
                {
                    var read = await ReadAsync(page);
                    rows = read.Count;
                    foreach (var batch in read.Chunk(MaxPerCommit))
                    {
                        ids.TypedValue = [.. batch.Select(row => row.Id)];
                        at.TypedValue = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
                        settled += await settle.ExecuteNonQueryAsync();
                    }

                    show(settled);
                    if (rows > 0)
                        (visibleAt.TypedValue, id.TypedValue) = (read[^1].VisibleAt, read[^1].Id);
                }
            }

            Expect.Equal(count, settled, "rows settled");
            return Stopwatch.GetElapsedTime(started);
        });
    }

    private static async Task<List<int>> ShardsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select distinct shard from reminder order by shard", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var shards = new List<int>();
        while (await reader.ReadAsync())
            shards.Add(reader.GetInt32(0));
        return shards;
    }

    private static async Task<List<(Guid Id, long VisibleAt)>> ReadAsync(NpgsqlCommand page)
    {
        await using var reader = await page.ExecuteReaderAsync();
        var rows = new List<(Guid Id, long VisibleAt)>(PageSize);
        while (await reader.ReadAsync())
        {
            // A delivery needs the content, so the loop reads it.
            _ = reader.GetFieldValue<byte[]>(9);
            rows.Add((reader.GetGuid(0), reader.GetInt64(3)));
        }

        return rows;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
