using StackExchange.Redis;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>The bot's receipts, read where it keeps them.</summary>
internal sealed class Receipts : IAsyncDisposable
{
    /// <summary>How long from the first mark its sender may take: what the mark says is when that ends.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly ConnectionMultiplexer _redis;

    private Receipts(ConnectionMultiplexer redis) => _redis = redis;

    public static async Task<Receipts> OpenAsync(string redis) => new(await ConnectionMultiplexer.ConnectAsync(redis));

    /// <summary>Finds the reminders whose receipts have the first mark, set between two times, and not the second.</summary>
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
