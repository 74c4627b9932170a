using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>
/// Counts every call to Teams in Redis before it is made, so that all replicas of the bot together stay within <see cref="CallLimits"/>. Each tenant
/// and each conversation has a list of the times of its calls, the latest first.
/// </summary>
internal sealed class CallLimiter(IDatabase redis)
{
    /// <summary>
    /// Finds the earliest time that all limits allow, and adds it to the lists unless it is too far ahead. Times are milliseconds of Redis' clock. The
    /// times of a list never decrease, so the entry at a limit's index says when that limit has room.
    /// </summary>
    /// <remarks>
    /// KEYS: the lists. ARGV: the longest wait in milliseconds; then, for each list, the number of its limits, and the count and window of each limit.
    /// Returns the wait in milliseconds, and the number of the list that causes it (from 1; 0: none).
    /// Garnet, the Redis of a developer's machine, waits for the disk after each write of a script, and blocks the shared connection meanwhile. So the
    /// script writes rarely. It trims a list only at twice the length that counts. It extends the expiry only when less than half a minute is left
    /// beyond the window. (Garnet can fail a script that sets the expiry of a list in the millisecond in which the list expires.)
    /// </remarks>
    private const string Reserve =
        """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local at, because = now, 0
        local function wait(until_, list) if until_ > at then at, because = until_, list end end
        local next = 2
        local most, longest = {}, {}
        for list, key in ipairs(KEYS) do
            local latest = redis.call('LINDEX', key, 0)
            if latest then wait(tonumber(latest), list) end
            local limits = tonumber(ARGV[next])
            for limit = 1, limits do
                most[list], longest[list] = tonumber(ARGV[next + 1]), tonumber(ARGV[next + 2])
                local entry = redis.call('LINDEX', key, most[list] - 1)
                if entry then wait(tonumber(entry) + longest[list], list) end
                next = next + 2
            end
            next = next + 1
        end
        if at - now > tonumber(ARGV[1]) then return { at - now, because } end
        for list, key in ipairs(KEYS) do
            redis.call('LPUSH', key, string.format('%.0f', at))
            if redis.call('LLEN', key) > 2 * most[list] then redis.call('LTRIM', key, 0, most[list] - 1) end
            local counts = at - now + longest[list]
            if redis.call('PTTL', key) < counts + 30000 then redis.call('PEXPIRE', key, counts + 60000) end
        end
        return { at - now, because }
        """;

    /// <summary>Blocks calls until a time. KEYS: the list. ARGV: the hold in milliseconds, the entries to keep, and the window in milliseconds.</summary>
    private const string HoldBack =
        """
        local time = redis.call('TIME')
        local till = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(ARGV[1])
        local latest = redis.call('LINDEX', KEYS[1], 0)
        if latest and tonumber(latest) >= till then return end
        redis.call('LPUSH', KEYS[1], string.format('%.0f', till))
        redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[2]) - 1)
        redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[1]) + tonumber(ARGV[3]) + 60000)
        """;

    private static readonly RedisValue[] Limits = [.. Arguments(CallLimits.Tenant), .. Arguments(CallLimits.Conversation)];

    /// <summary>Reserves a call to a conversation, unless it would have to wait for longer than <see cref="CallPermit.Longest"/>.</summary>
    public async Task<CallPermit> EnterAsync(ConversationReference conversation)
    {
        var tenant = conversation.TenantId ?? "";
        var answer = (long[])(await redis.ScriptEvaluateAsync(
            Reserve, [TenantKey(tenant), ConversationKey(tenant, conversation.ConversationId)], [(long)CallPermit.Longest.TotalMilliseconds, .. Limits]))!;
        return new CallPermit(TimeSpan.FromMilliseconds(answer[0]), IsOfTenant: answer[1] == 1);
    }

    /// <summary>Blocks calls to a conversation for a time, even when its limits have room, because Teams answered 429.</summary>
    public Task HoldAsync(ConversationReference conversation, TimeSpan time)
    {
        var (count, window) = CallLimits.Conversation[^1];
        return redis.ScriptEvaluateAsync(
            HoldBack, [ConversationKey(conversation.TenantId ?? "", conversation.ConversationId)], [(long)time.TotalMilliseconds, count, window]);
    }

    // The part in braces decides a key's slot in a cluster. Both keys of a call share it.
    private static RedisKey TenantKey(string tenant) => $"nudge:calls:{{{tenant}}}";

    private static RedisKey ConversationKey(string tenant, string conversationId) => $"nudge:calls:{{{tenant}}}:{conversationId}";

    private static IEnumerable<RedisValue> Arguments(IReadOnlyList<(int Count, int Window)> limits) =>
        limits.SelectMany(limit => new RedisValue[] { limit.Count, limit.Window }).Prepend(limits.Count);
}
