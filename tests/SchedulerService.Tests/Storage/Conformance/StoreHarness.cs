using System.Data.Common;
using System.Globalization;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A store for the tests of a class, one after the other, and what only a look behind its interface can do or tell.</summary>
public abstract class StoreHarness : IAsyncLifetime
{
    internal abstract IStore Store { get; }

    /// <summary>The clock that the store's node goes by.</summary>
    internal abstract StoreClock Clock { get; }

    /// <summary>Whether other nodes may use the store, too.</summary>
    internal abstract bool IsShared { get; }

    /// <summary>Opens the store if it is not open yet, and empties it.</summary>
    internal async Task PrepareAsync()
    {
        await OpenAsync();
        await ExecuteAsync(EmptyingStatement);
    }

    /// <summary>Ends the node and starts another on the same data.</summary>
    internal async Task RestartAsync()
    {
        await DisposeStoreAsync();
        await OpenAsync();
    }

    /// <summary>Opens a session that owns every shard, as soon as the server has noticed that the last one has ended.</summary>
    internal async Task<IShardSession> OwnEverythingAsync()
    {
        var session = await Store.Sessions.OpenAsync(CancellationToken.None);
        var left = Enumerable.Range(0, Shard.Count).ToHashSet();
        await Eventually.HoldsAsync("shards that nobody owns", async () =>
        {
            left.ExceptWith(await session.AcquireAsync([.. left], CancellationToken.None));
            return left.Count == 0;
        });
        return session;
    }

    /// <summary>Sets when a reminder is visible: the store itself writes nothing into the past.</summary>
    internal Task SetVisibleAsync(Guid id, long visibleAt) =>
        ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"update reminder set visible_at = {visibleAt} where id = {Literal(id)}"));

    /// <summary>Damages what is stored of a live reminder.</summary>
    internal Task DamageAsync(Guid id) => ExecuteAsync($"update reminder set content = {Literal([0xFF, 0xFF])} where id = {Literal(id)}");

    /// <summary>Everything that was settled, in the order in which it was.</summary>
    internal async Task<IReadOnlyList<PastOccurrence>> HistoryAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            select reminder_id, state, occurrence, generation, attempt, settled_at, lateness, message_id, last_error, owner, user_id, length(content)
            from history order by settled_at, occurrence, generation
            """;
        var past = new List<PastOccurrence>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            past.Add(new PastOccurrence(
                ReadId(row, 0), (ReminderState)row.GetInt32(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), row.GetInt64(5), row.GetInt64(6),
                row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.GetString(9),
                row.IsDBNull(10) ? null : row.GetString(10), !row.IsDBNull(11) && row.GetInt64(11) > 0));
        }

        return past;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();

    private protected abstract string EmptyingStatement { get; }

    private protected abstract Task OpenAsync();

    private protected abstract ValueTask DisposeStoreAsync();

    private protected abstract Task<DbConnection> ConnectAsync();

    private protected abstract string Literal(Guid id);

    private protected abstract string Literal(byte[] bytes);

    private protected abstract Guid ReadId(DbDataReader row, int column);
}
