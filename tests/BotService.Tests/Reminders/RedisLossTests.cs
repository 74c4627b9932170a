using System.Net;
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
        var delivering = bot.DeliverAsync(Deliveries.Text("Stretch!", chat.User));
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
    }
}
