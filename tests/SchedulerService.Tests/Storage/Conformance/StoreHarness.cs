using System.Data.Common;
using System.Globalization;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A store that the tests of a class use one after the other. It also reads and changes the tables directly.</summary>
public abstract class StoreHarness : IAsyncLifetime
{
    internal abstract IStore Store { get; }

    /// <summary>Gets the clock of the store's node.</summary>
    internal abstract StoreClock Clock { get; }

    /// <summary>Gets whether several nodes can share the store.</summary>
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

    /// <summary>Opens a session, and waits until it owns every shard: the server may take a moment to notice the end of the last session.</summary>
    internal async Task<IShardSession> OwnEverythingAsync()
    {
        var session = await Store.Sessions.OpenAsync(CancellationToken.None);
        var left = Enumerable.Range(0, Shard.Count).ToHashSet();
        await Eventually.HoldsAsync("session with every shard", async () =>
        {
            left.ExceptWith(await session.AcquireAsync([.. left], CancellationToken.None));
            return left.Count == 0;
        });
        return session;
    }

    /// <summary>
    /// Sets the instant from which a reminder is visible. The store itself never sets one in the past.
    /// </summary>
    internal Task SetVisibleAsync(Guid id, Instant visibleAt) =>
        ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"update reminder set visible_at = {visibleAt.Milliseconds} where id = {Literal(id)}"));

    /// <summary>Damages the stored content of a live reminder.</summary>
    internal Task DamageAsync(Guid id) => ExecuteAsync($"update reminder set content = {Literal([0xFF, 0xFF])} where id = {Literal(id)}");

    /// <summary>Returns the rows of the history, in the order in which they were settled.</summary>
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
                ReadId(row, 0), (ReminderState)row.GetInt32(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), new Instant(row.GetInt64(5)), row.GetInt64(6),
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
