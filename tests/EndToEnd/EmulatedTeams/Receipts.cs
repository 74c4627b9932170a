using StackExchange.Redis;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>Reads the bot's receipts in Redis.</summary>
internal sealed class Receipts : IAsyncDisposable
{
    /// <summary>The time that a sender has after the first mark. The mark contains the end of this time.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly ConnectionMultiplexer _redis;

    private Receipts(ConnectionMultiplexer redis) => _redis = redis;

    public static async Task<Receipts> OpenAsync(string redis) => new(await ConnectionMultiplexer.ConnectAsync(redis));

    /// <summary>Returns the ids of the reminders whose receipts got the first mark between two instants, and lack the second.</summary>
    public async Task<IReadOnlySet<string>> FindSendingAsync(DateTimeOffset since, DateTimeOffset until)
    {
        var names = new List<RedisKey>();
        await foreach (var name in _redis.GetServers()[0].KeysAsync(pattern: "nudge:receipt:*/*", pageSize: 10_000))
            names.Add(name);
        var marks = await _redis.GetDatabase().StringGetAsync([.. names]);
        return names.Zip(marks)
            .Where(receipt => receipt.Second.ToString().Split(' ') is ["sending", _, var end, _]
                && DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(end)) - Deadline is var set && set >= since && set <= until)
            .Select(receipt => receipt.First.ToString().Split(':')[^1].Split('/')[0])
            .ToHashSet();
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();
}
