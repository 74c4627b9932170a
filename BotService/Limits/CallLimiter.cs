using Nudge.BotService.Conversations;
using StackExchange.Redis;

namespace Nudge.BotService.Limits;

/// <summary>
/// Counts every call to Teams before it is made, in Redis, so that all replicas of the bot together stay within <see cref="CallLimits"/>. For each
/// tenant and each conversation there is a list of the times at which calls were let through, the latest first.
/// </summary>
internal sealed class CallLimiter(IConnectionMultiplexer connection)
{
    /// <summary>
    /// Finds the earliest time that all limits allow and notes it, unless it is too far ahead. Times are Redis' own, in milliseconds; they never go
    /// back, so that the entry at a limit's place says when there is room.
    /// </summary>
    /// <remarks>
    /// KEYS: the lists. ARGV: how far ahead is too far; then for each list the number of its limits, and of each limit its count and window.
    /// Returns how long to wait, and the number of the list because of which.
    /// Garnet, which serves as Redis on one's own machine, waits for the disk after each thing that a script writes, and answers nobody meanwhile who
    /// shares the connection. So a list is shortened, and kept for longer, now and then only: when it is twice as long as what counts, and when it has
    /// half a minute left beyond that. (In the millisecond in which a list expires, Garnet now and then fails a script that sets its expiry.)
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

    /// <summary>Notes that nothing is let through before a time. KEYS: the list. ARGV: how long from now on, how many entries it keeps, and how long.</summary>
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

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>Lets a call to a conversation through, unless it would have to wait for longer than <see cref="CallPermit.Longest"/>.</summary>
    public async Task<CallPermit> EnterAsync(ConversationReference conversation)
    {
        var tenant = conversation.TenantId ?? "";
        var answer = (long[])(await Redis.ScriptEvaluateAsync(
            Reserve, [TenantKey(tenant), ConversationKey(tenant, conversation.ConversationId)], [(long)CallPermit.Longest.TotalMilliseconds, .. Limits]))!;
        return new CallPermit(TimeSpan.FromMilliseconds(answer[0]), IsOfTenant: answer[1] == 1);
    }

    /// <summary>Teams wants nothing more in a conversation for a time, whatever was counted.</summary>
    public Task HoldAsync(ConversationReference conversation, TimeSpan time)
    {
        var (count, window) = CallLimits.Conversation[^1];
        return Redis.ScriptEvaluateAsync(
            HoldBack, [ConversationKey(conversation.TenantId ?? "", conversation.ConversationId)], [(long)time.TotalMilliseconds, count, window]);
    }

    // In braces what decides where in a cluster a key is: one call's keys are together.
    private static RedisKey TenantKey(string tenant) => $"nudge:calls:{{{tenant}}}";

    private static RedisKey ConversationKey(string tenant, string conversationId) => $"nudge:calls:{{{tenant}}}:{conversationId}";

    private static IEnumerable<RedisValue> Arguments(IReadOnlyList<(int Count, int Window)> limits) =>
        limits.SelectMany(limit => new RedisValue[] { limit.Count, limit.Window }).Prepend(limits.Count);
}
