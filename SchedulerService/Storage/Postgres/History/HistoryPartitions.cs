using System.Globalization;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The daily partitions of the history. They are created ahead and attached, and retired by <c>detach … concurrently</c>. Neither makes a
/// writer wait for a reader.
/// </summary>
internal sealed class HistoryPartitions(PostgresDatabase database, ILogger log)
{
    /// <summary>Days created ahead. Housekeeping may fail for a week before a write has to create a partition itself.</summary>
    private const int DaysAhead = 7;

    private const string Prefix = "history_";
    private const string Format = "yyyyMMdd";

    /// <summary>Returns whether a write failed because the partition for its day is missing.</summary>
    public static bool IsMissing(PostgresException failure) =>
        failure.SqlState == PostgresErrorCodes.CheckViolation && failure.TableName == "history";

    /// <summary>Creates the missing partitions from yesterday to a week from today (UTC).</summary>
    public async Task MakeAheadAsync()
    {
        var today = await database.UseAsync(async connection =>
        {
            await using var command = connection.Statement("select (now() at time zone 'UTC')::date");
            return await command.ReadAllAsync(row => row.GetFieldValue<DateOnly>(0));
        });
        await MakeAsync(Enumerable.Range(-1, DaysAhead + 2).Select(today[0].AddDays));
    }

    /// <summary>Creates the missing partitions for the days (UTC) of some instants.</summary>
    public Task MakeAsync(IEnumerable<Instant> instants) =>
        MakeAsync(instants.Select(instant => DateOnly.FromDateTime(instant.ToDateTimeOffset().UtcDateTime)).Distinct());

    /// <summary>Drops the partitions of the days before an instant. One node does so at a time; the others do nothing.</summary>
    /// <returns>The approximate number of deleted outcomes.</returns>
    public Task<long> RetireAsync(Instant before) => database.UseAsync(async connection =>
    {
        await using var tryLock = connection.Statement($"select pg_try_advisory_lock({AdvisoryLock.Partitions}, 0)");
        if (await tryLock.ExecuteScalarAsync() is not true)
            return 0;

        try
        {
            var deleted = 0L;
            foreach (var partition in await ListAsync(connection))
            {
                if (Until(partition.Name) > before)
                    continue;
                if (!await TryRetireAsync(connection, partition))
                    break;
                deleted += partition.Rows;
            }

            return deleted;
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await connection.ExecuteAsync($"select pg_advisory_unlock({AdvisoryLock.Partitions}, 0)");
        }
    });

    private static string Name(DateOnly day) => Prefix + day.ToString(Format, CultureInfo.InvariantCulture);

    private static Instant From(DateOnly day) => Instant.Floor(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    private static Instant Until(string name) => From(DateOnly.ParseExact(name.AsSpan(Prefix.Length), Format, CultureInfo.InvariantCulture).AddDays(1));

    /// <summary>Returns SQL that copies the statistics targets of the history to a table, which <c>like</c> does not copy.</summary>
    private static string SampleLikeHistory(string table) =>
        $"""
        do $$
        declare sampled record;
        begin
            for sampled in select attname as name, attstattarget as size from pg_attribute
                where attrelid = 'history'::regclass and attnum > 0 and not attisdropped and attstattarget is not null
            loop
                execute format('alter table {table} alter column %I set statistics %s', sampled.name, sampled.size);
            end loop;
        end $$;
        """;

    /// <summary>Returns the existing partitions, the oldest first, with those that were detached but not yet dropped.</summary>
    private static async Task<List<Partition>> ListAsync(NpgsqlConnection connection)
    {
        await using var command = connection.Statement(
            """
            select c.relname::text, i.inhrelid is not null, coalesce(i.inhdetachpending, false), greatest(c.reltuples, 0)::bigint
            from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'history'::regclass
            where c.relkind = 'r' and c.relname ~ '^history_[0-9]{8}$' and c.relnamespace = (select relnamespace from pg_class where oid = 'history'::regclass)
            order by c.relname
            """);
        return await command.ReadAllAsync(row => new Partition(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetInt64(3)));
    }

    private Task<bool> MakeAsync(IEnumerable<DateOnly> days) => database.UseAsync(async connection =>
    {
        var wanted = days.ToList();
        var there = (await ListAsync(connection)).Select(partition => partition.Name).ToHashSet();
        if (wanted.TrueForAll(day => there.Contains(Name(day))))
            return false;

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({AdvisoryLock.Partitions}, 0)");
        there = (await ListAsync(connection)).Select(partition => partition.Name).ToHashSet();
        foreach (var day in wanted.Where(day => !there.Contains(Name(day))))
        {
            // "attach partition" neither waits for readers nor blocks writers. "create table … partition of" does both.
            await connection.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                create table {Name(day)} (like history);
                {SampleLikeHistory(Name(day))}
                alter table history attach partition {Name(day)} for values from ({From(day).Milliseconds}) to ({From(day.AddDays(1)).Milliseconds})
                """));
        }

        await transaction.CommitAsync();
        return true;
    });

    /// <summary>Drops a partition. Returns false when a transaction still reads it; the next housekeeping continues there.</summary>
    private async Task<bool> TryRetireAsync(NpgsqlConnection connection, Partition partition)
    {
        try
        {
            if (partition.IsAttached)
                await connection.ExecuteAsync($"alter table history detach partition {partition.Name} {(partition.IsDetaching ? "finalize" : "concurrently")}");
            await connection.ExecuteAsync($"drop table {partition.Name}");
            log.PartitionDropped(partition.Name);
            return true;
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled)
        {
            log.PartitionInUse(partition.Name);
            return false;
        }
    }

    private sealed record Partition(string Name, bool IsAttached, bool IsDetaching, long Rows);
}
