using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Tests.Teams.Limits;

public sealed class CallLimiterTests(LocalRedisProcess redis) : BotTest(redis)
{
    private CallLimiter Limiter => Bot.Services.GetRequiredService<CallLimiter>();

    [Fact]
    public async Task Enter_OneConversation_AllowsSevenCallsInASecond()
    {
        var (permits, until) = await EnterAsync(8, _ => Conversation("a"));

        Assert.All(permits.Take(7), permit => Assert.Equal(TimeSpan.Zero, permit.Wait));
        AssertASecondAfterTheFirst(until);
        Assert.False(permits[7].IsOfTenant);
    }

    [Fact]
    public async Task Enter_OneTenant_AllowsFiftyCallsInASecond()
    {
        var (permits, until) = await EnterAsync(51, i => Conversation($"{i}"));

        Assert.All(permits.Take(50), permit => Assert.Equal(TimeSpan.Zero, permit.Wait));
        AssertASecondAfterTheFirst(until);
        Assert.Equal(TimeSpan.Zero, (await Limiter.EnterAsync(Conversation("b", "another tenant"))).Wait);
    }

    [Fact]
    public async Task Enter_TenantHasNoRoom_WaitsForTheTenant()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Bot.Redis.ListRightPushAsync("nudge:calls:{tenant}", [.. Enumerable.Repeat<RedisValue>(now, 50)]);

        Assert.True((await Limiter.EnterAsync(Conversation("a"))).IsOfTenant);
    }

    [Fact]
    public async Task Enter_WaitTooLong_ReservesNothing()
    {
        for (var i = 0; i < 7; i++)
            await Limiter.EnterAsync(Conversation("a"));
        var refused = await Limiter.EnterAsync(Conversation("a"));

        // Redis' clock counts the wait, so it is real time.
        await Task.Delay(refused.Wait, TestContext.Current.CancellationToken);

        Assert.True((await Limiter.EnterAsync(Conversation("a"))).IsGranted);
    }

    [Fact]
    public async Task Enter_ByTwoReplicas_SharesTheTenantsLimit()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Bot.RedisConnectionString);
        var replica = new CallLimiter(connection.GetDatabase());

        var started = Stopwatch.GetTimestamp();
        var permits = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? Limiter : replica).EnterAsync(Conversation($"{i}"))));

        // Fifty calls, and fifty more for each window that began meanwhile, or begins within the 100 ms for which calls are reserved ahead.
        var stretches = 1 + (int)((Stopwatch.GetElapsedTime(started) + CallPermit.Longest).TotalMilliseconds / 1_050);
        Assert.InRange(permits.Count(permit => permit is { IsGranted: true }), 50, 50 * stretches);
    }

    [Fact]
    public async Task Enter_ByTwoReplicas_SharesTheConversationsLimit()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Bot.RedisConnectionString);
        var replica = new CallLimiter(connection.GetDatabase());
        for (var i = 0; i < 4; i++)
        {
            await Limiter.EnterAsync(Conversation("a"));
            await replica.EnterAsync(Conversation("a"));
        }

        Assert.True(!(await Limiter.EnterAsync(Conversation("a"))).IsGranted);
        Assert.True(!(await replica.EnterAsync(Conversation("a"))).IsGranted);
    }

    [Fact]
    public async Task Enter_ManyAtOnce_KeepsEveryLimit()
    {
        const int Calls = 17;
        // Redis' clock counts the waits, so they are real time.
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ =>
        {
            while (await Limiter.EnterAsync(Conversation("a")) is { IsGranted: false } refused)
                await Task.Delay(refused.Wait, TestContext.Current.CancellationToken);
        }));

        var times = (await Bot.Redis.ListRangeAsync("nudge:calls:{tenant}:a")).Select(entry => (long)entry).Reverse().ToList();
        Assert.Equal(Calls, times.Count);
        foreach (var (count, window) in new[] { (7, 1_000), (8, 2_000) })
            Assert.All(Enumerable.Range(count, Calls - count), i => Assert.True(times[i] - times[i - count] > window, $"{count + 1} within {times[i] - times[i - count]} ms"));
    }

    [Fact]
    public async Task Hold_Conversation_BlocksItUntilTheLatestEnd()
    {
        await Limiter.HoldAsync(Conversation("a"), TimeSpan.FromSeconds(20));
        await Limiter.HoldAsync(Conversation("a"), TimeSpan.FromSeconds(1));

        Assert.InRange((await Limiter.EnterAsync(Conversation("a"))).Wait.TotalSeconds, 15, 20);
        Assert.Equal(TimeSpan.Zero, (await Limiter.EnterAsync(Conversation("b"))).Wait);
    }

    [Fact]
    public async Task Enter_NewList_ExpiresAfterTheLongestWindow()
    {
        await Limiter.EnterAsync(Conversation("a"));

        Assert.InRange((await Bot.Redis.KeyTimeToLiveAsync("nudge:calls:{tenant}:a"))!.Value.TotalMinutes, 60, 61.1);
        Assert.InRange((await Bot.Redis.KeyTimeToLiveAsync("nudge:calls:{tenant}"))!.Value.TotalSeconds, 55, 62);
    }

    [Theory]
    [InlineData(50, 45, 50)]
    [InlineData(20, 55, 62)]
    public async Task Enter_ListExpiresSoon_ExtendsItBelowHalfAMinute(int left, int least, int most)
    {
        await Limiter.EnterAsync(Conversation("a"));
        await Bot.Redis.KeyExpireAsync("nudge:calls:{tenant}", TimeSpan.FromSeconds(left));

        await Limiter.EnterAsync(Conversation("b"));

        Assert.InRange((await Bot.Redis.KeyTimeToLiveAsync("nudge:calls:{tenant}"))!.Value.TotalSeconds, least, most);
    }

    [Theory]
    [InlineData(99, 100)]
    [InlineData(100, 50)]
    public async Task Enter_ListTwiceAsLongAsNeeded_TrimsIt(int before, int after)
    {
        await Bot.Redis.ListRightPushAsync("nudge:calls:{tenant}", [.. Enumerable.Repeat<RedisValue>(1, before)]);

        Assert.Equal(TimeSpan.Zero, (await Limiter.EnterAsync(Conversation("a"))).Wait);

        Assert.Equal(after, await Bot.Redis.ListLengthAsync("nudge:calls:{tenant}"));
    }

    /// <summary>Enters calls one after the other.</summary>
    /// <returns>The permits, and the time of the last call, counted from before the first.</returns>
    private async Task<(IReadOnlyList<CallPermit> Permits, TimeSpan Until)> EnterAsync(int calls, Func<int, ConversationReference> conversation)
    {
        var permits = new List<CallPermit>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
            permits.Add(await Limiter.EnterAsync(conversation(i)));
        return (permits, Stopwatch.GetElapsedTime(started) + permits[^1].Wait);
    }

    private static void AssertASecondAfterTheFirst(TimeSpan until) => Assert.True(until >= TimeSpan.FromMilliseconds(1_048), $"only {until} after the first");

    private static ConversationReference Conversation(string id, string tenant = "tenant") => new(id, new Uri("http://127.0.0.1")) { TenantId = tenant };
}
