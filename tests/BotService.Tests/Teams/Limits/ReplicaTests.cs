using System.Diagnostics;
using Nudge.Teams;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Teams.Limits;

/// <summary>Tests of two whole bots on one Redis. Teams answers 429 to calls beyond the limits of both together.</summary>
public sealed class ReplicaTests(LocalRedisProcess redis) : ReplicatedBotTest(redis)
{
    private int _warmUps;

    protected override async ValueTask PrepareAsync()
    {
        // The first message of a bot is slow. Messages after it would catch up with it on the way to Teams.
        var warmUp = new Chat(Bot.Teams, "personal", number: 1_000, "warm-up");
        await Bot.TakeAsync(warmUp.Activity("typing", "typing", []));
        foreach (var bot in new[] { Bot, Replica })
            Assert.Equal(Outcome.Delivered, (await bot.DeliverAsync(Deliveries.Text("Stretch!", warmUp.User))).OutcomeCase);
        _warmUps = Bot.Teams.Messages.Count;
    }

    [Fact]
    public async Task Deliver_ByBothToOneConversation_StaysWithinItsLimits()
    {
        await Bot.TakeAsync(Chat.Activity("typing", "typing", []));

        var started = Stopwatch.GetTimestamp();
        var results = await DeliverAsync(Enumerable.Range(0, 20).Select(_ => Chat));

        // On a slow machine, an eighth message has room one second after the first, and seven more another second later.
        var elapsed = Stopwatch.GetElapsedTime(started) + CallPermit.Longest;
        var most = elapsed < TimeSpan.FromSeconds(1) ? 7 : elapsed < TimeSpan.FromSeconds(2) ? 8 : 15;

        // Half of the later messages may catch up with messages that a busy machine delays, and get a 429. Bots with limits of their own would
        // get seven at once.
        var later = most - 7;
        var delivered = results.Count(result => result.OutcomeCase == Outcome.Delivered);
        var throttled = Bot.Teams.Throttled;
        Assert.InRange(delivered + throttled, 7, most);
        Assert.InRange(throttled, 0, (later + 1) / 2);
        Assert.Equal(throttled, results.Count(result => result.RetryLater is { HoldsLane: true, Reason: "Teams answered 429: too many requests" }));
        Assert.Equal(
            results.Count - delivered - throttled,
            results.Count(result => result.RetryLater is { HoldsLane: false, Reason: "rate limited: Teams' limits have no room" }));
        Assert.Equal(delivered, Bot.Teams.Messages.Count - _warmUps);
    }

    [Fact]
    public async Task Deliver_ByBothToOneTenant_StaysWithinItsLimit()
    {
        var chats = Enumerable.Range(1, 120).Select(number => new Chat(Bot.Teams, "personal", number, "busy")).ToList();
        foreach (var chat in chats)
            await Bot.TakeAsync(chat.Activity("typing", "typing", []));

        var started = Stopwatch.GetTimestamp();
        var results = await DeliverAsync(chats);

        // Fifty at once, and fifty more in each second that began during the sends. Messages that a busy machine delays may get a 429. Bots with a
        // limit of their own would let a hundred through at once, and get fifty.
        var stretches = 2 + (int)(Stopwatch.GetElapsedTime(started) + CallPermit.Longest).TotalSeconds;
        var delivered = results.Count(result => result.OutcomeCase == Outcome.Delivered);
        Assert.InRange(delivered + Bot.Teams.Throttled, 50, 50 * stretches);
        Assert.InRange(Bot.Teams.Throttled, 0, 25 * (stretches - 1));
        Assert.Equal(chats.Count - delivered, results.Count(result => result is { OutcomeCase: Outcome.RetryLater, RetryLater.HoldsLane: true }));
        Assert.Equal(delivered, Bot.Teams.Messages.Count - _warmUps);
    }

    /// <summary>Delivers to all chats at once, by the two bots in turn.</summary>
    private async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IEnumerable<Chat> chats)
    {
        var deliveries = chats.Select(chat => Deliveries.Text("Stretch!", chat.User)).ToList();
        var results = await Task.WhenAll(
            Bot.DeliverAsync(deliveries.Where((_, i) => i % 2 == 0)), Replica.DeliverAsync(deliveries.Where((_, i) => i % 2 == 1)));
        return [.. results.SelectMany(ofOne => ofOne)];
    }
}
