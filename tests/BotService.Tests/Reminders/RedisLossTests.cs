using System.Net;
using Nudge.Tests;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Reminders;

/// <summary>Tests in which Redis is killed during a send, and restarts with its data.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    // These tests have their own Redis, because they kill it.
    private readonly LocalRedisProcess _redis = new();
    private readonly BotHost _bot;
    private Chat _chat = null!;

    public RedisLossTests()
    {
        _bot = new BotHost(_redis);
        // The client and its health check log that the server is gone.
        _bot.Errors.Expect("StackExchange.Redis");
        _bot.Errors.Expect("Health check redis");
    }

    public async ValueTask InitializeAsync()
    {
        await _redis.InitializeAsync();
        await _bot.InitializeAsync();
        _chat = new Chat(_bot.Teams, "personal");
        await _bot.TakeAsync(_chat.Said("hello"));
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Deliver_RedisLostWhileSending_IsDeliveredAndLaterDeliveriesWait()
    {
        var delivery = Deliveries.Text("Stretch!", _chat.User);
        var delivered = await LoseRedisDuringAsync(delivery, _bot.Teams.HoldNext());

        Assert.Equal(Outcome.Delivered, delivered.OutcomeCase);
        Assert.Equal(Outcome.RetryLater, (await DeliverAsync("Eat!")).OutcomeCase);
        Assert.DoesNotContain(_chat.Messages, message => message.Text == "Eat!");

        using var health = await _bot.Http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        await ComeBackAsync();

        // Redis has only the first mark. The bot knows the outcome.
        Assert.StartsWith("sending", await ReceiptOfAsync(delivery), StringComparison.Ordinal);
        Assert.Equal(delivered, await _bot.DeliverAsync(delivery));
        Assert.Single(_chat.Messages, message => message.Text == "Stretch!");
        Assert.StartsWith("sent", await ReceiptOfAsync(delivery), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_RedisLostWhileTeamsRefuses_IsNotAmbiguous()
    {
        var delivery = Deliveries.Text("Stretch!", _chat.User);
        Assert.Equal(Outcome.RetryLater, (await LoseRedisDuringAsync(delivery, _bot.Teams.HoldNext(HttpStatusCode.Forbidden))).OutcomeCase);

        await _redis.StartAsync();

        await Eventually.HoldsAsync("delivery once Redis is back", async () => (await _bot.DeliverAsync(delivery)).OutcomeCase == Outcome.Delivered);
        Assert.Single(_chat.Messages, message => message.Text == "Stretch!");
    }

    [Theory]
    [InlineData(null, "sent")]
    [InlineData(HttpStatusCode.Forbidden, "")]
    public async Task Deliver_RedisLostWhileSending_RecordsTheOutcomeOnceRedisIsBack(HttpStatusCode? answer, string receipt)
    {
        var delivery = Deliveries.Text("Stretch!", _chat.User);
        await LoseRedisDuringAsync(delivery, _bot.Teams.HoldNext(answer));
        await ComeBackAsync();
        Assert.StartsWith("sending", await ReceiptOfAsync(delivery), StringComparison.Ordinal);

        // Another process that gets the delivery again now would wait for the deadline, and then take the message for an ambiguous one.
        await Eventually.HoldsAsync("receipt with the outcome", async () =>
        {
            _bot.Time.Advance(TimeSpan.FromSeconds(1));
            return (await ReceiptOfAsync(delivery)).Split(' ')[0] == receipt;
        });
    }

    [Fact]
    public async Task Deliver_RedisLostAgainDuringAnAmbiguousSend_IsNotSentAgain()
    {
        var delivery = Deliveries.Text("Stretch!", _chat.User);
        await LoseRedisDuringAsync(delivery, _bot.Teams.HoldNext(HttpStatusCode.Forbidden));
        await ComeBackAsync();
        var inDoubt = await LoseRedisDuringAsync(delivery, _bot.Teams.HoldNext(HttpStatusCode.InternalServerError));
        await ComeBackAsync();

        var again = await _bot.DeliverAsync(delivery);

        Assert.Equal((Outcome.Ambiguous, Outcome.RetryLater), (inDoubt.OutcomeCase, again.OutcomeCase));
        Assert.DoesNotContain(_chat.Messages, message => message.Text == "Stretch!");
    }

    private async Task ComeBackAsync()
    {
        await _redis.StartAsync();
        await Eventually.HoldsAsync("delivery once Redis is back", async () => (await DeliverAsync("Eat!")).OutcomeCase == Outcome.Delivered);
    }

    private async Task<DeliveryResult> LoseRedisDuringAsync(Delivery delivery, Nudge.TeamsEmulator.Conversations.Gate held)
    {
        var delivering = _bot.DeliverAsync(delivery);
        await held.Entered.Task;
        await _redis.KillAsync();
        held.Open.SetResult();
        return await delivering;
    }

    private Task<DeliveryResult> DeliverAsync(string text) => _bot.DeliverAsync(Deliveries.Text(text, _chat.User));

    private async Task<string> ReceiptOfAsync(Delivery delivery) => (await _bot.Redis.StringGetAsync($"nudge:receipt:{delivery.Id.ReminderId}/1/1")).ToString();
}
