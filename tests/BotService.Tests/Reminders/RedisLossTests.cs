using System.Net;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Reminders;

public sealed class RedisLossTests
{
    [Fact]
    public async Task Deliver_RedisLostWhileSending_IsDeliveredAndLaterOnesWait()
    {
        // One of its own, because it is killed.
        await using var redis = new LocalRedisProcess();
        await redis.InitializeAsync();
        await using var bot = new BotHost(redis);
        bot.Errors.Expect("Health check redis");
        await bot.InitializeAsync();
        var chat = new Chat(bot.Teams, "personal");
        await bot.TakeAsync(chat.Said("hello"));
        var held = bot.Teams.HoldNext();
        var delivery = Deliveries.Text("Stretch!", chat.User);
        var delivering = bot.DeliverAsync(delivery);
        await held.Entered.Task;

        await redis.KillAsync();
        held.Open.SetResult();

        Assert.Equal(Outcome.Delivered, (await delivering).OutcomeCase);
        Assert.Equal(Outcome.RetryLater, (await bot.DeliverAsync(Deliveries.Text("Eat!", chat.User))).OutcomeCase);
        Assert.DoesNotContain(chat.Messages, message => message.Text == "Eat!");

        using var health = await bot.Http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        await redis.StartAsync();
        await Nudge.Tests.Eventually.HoldsAsync("delivery once Redis is back", async () =>
            (await bot.DeliverAsync(Deliveries.Text("Eat!", chat.User))).OutcomeCase == Outcome.Delivered);

        // Redis has the first mark alone; the bot knows more.
        Assert.StartsWith("sending", await bot.Redis.StringGetAsync(KeyOf(delivery)), StringComparison.Ordinal);
        Assert.Equal((await delivering).Delivered, (await bot.DeliverAsync(delivery)).Delivered);
        Assert.Single(chat.Messages, message => message.Text == "Stretch!");
        Assert.StartsWith("sent", await bot.Redis.StringGetAsync(KeyOf(delivery)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_RedisLostWhileTeamsRefuses_IsNotInDoubt()
    {
        await using var redis = new LocalRedisProcess();
        await redis.InitializeAsync();
        await using var bot = new BotHost(redis);
        bot.Errors.Expect("Health check redis");
        await bot.InitializeAsync();
        var chat = new Chat(bot.Teams, "personal");
        await bot.TakeAsync(chat.Said("hello"));
        var held = bot.Teams.HoldNext(HttpStatusCode.Forbidden);
        var delivery = Deliveries.Text("Stretch!", chat.User);
        var delivering = bot.DeliverAsync(delivery);
        await held.Entered.Task;

        await redis.KillAsync();
        held.Open.SetResult();
        Assert.Equal(Outcome.RetryLater, (await delivering).OutcomeCase);
        await redis.StartAsync();

        await Nudge.Tests.Eventually.HoldsAsync("delivery once Redis is back", async () => (await bot.DeliverAsync(delivery)).OutcomeCase == Outcome.Delivered);
        Assert.Single(chat.Messages, message => message.Text == "Stretch!");
    }

    private static string KeyOf(Delivery delivery) => $"nudge:receipt:{delivery.Id.ReminderId}/1/1";
}
