using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Teams;
using Nudge.Client;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Reminders;

public sealed class ReceiptTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task Redelivery_AfterDelivered_GetsTheSameAnswerAndSendsNothing()
    {
        var delivery = await DueAsync();

        var first = await Bot.DeliverAsync(delivery);
        Bot.Time.Advance(TimeSpan.FromHours(1));
        var second = await Bot.DeliverAsync(delivery);

        Assert.Equal(first, second);
        Assert.Single(Chat.Messages, message => message.Text == "Stretch!");
    }

    [Fact]
    public async Task Redelivery_NextGeneration_IsSentAgain()
    {
        var delivery = await DueAsync();
        await Bot.DeliverAsync(delivery);

        delivery.Id.Generation = 2;
        await Bot.DeliverAsync(delivery);

        Assert.Equal(2, Chat.Messages.Count(message => message.Text == "Stretch!"));
    }

    [Fact]
    public async Task Delivery_TwiceAtOnce_SendsOnceAndAnswersBoth()
    {
        var delivery = await DueAsync();
        var held = Bot.Teams.HoldNext();
        var first = Bot.DeliverAsync(delivery);
        await held.Entered.Task;
        var second = Bot.DeliverAsync([delivery, delivery]);

        held.Open.SetResult();

        Assert.All([await first, .. await second], result => Assert.Equal(Outcome.Delivered, result.OutcomeCase));
        Assert.Single(Chat.Messages, message => message.Text == "Stretch!");
    }

    [Fact]
    public async Task Redelivery_AnotherProcessIsSending_WaitsForItsDeadline()
    {
        var delivery = await DueAsync();
        await MarkAsSendingAsync(delivery, TimeSpan.FromSeconds(15));

        var result = await Bot.DeliverAsync(delivery);

        Assert.InRange(result.RetryLater.After.ToTimeSpan(), TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(15));
        Assert.DoesNotContain(Chat.Messages, message => message.Text == "Stretch!");
    }

    [Fact]
    public async Task Redelivery_SenderDiedWhileSending_IsAmbiguousUntilTheNextAttempt()
    {
        var delivery = await DueAsync();
        await MarkAsSendingAsync(delivery, TimeSpan.FromSeconds(15));
        Bot.Time.Advance(TimeSpan.FromSeconds(16));

        // Every redelivery gets this answer, because an earlier answer can be lost.
        Assert.Equal(Outcome.Ambiguous, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Equal(Outcome.Ambiguous, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.DoesNotContain(Chat.Messages, message => message.Text == "Stretch!");

        delivery.Attempt = 2;
        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Single(Chat.Messages, message => message.Text == "Stretch!");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Redelivery_AfterAFailure_IsSentAtOnce(HttpStatusCode failure)
    {
        var delivery = await DueAsync();
        Bot.Teams.FailNext(failure);

        Assert.NotEqual(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
    }

    [Fact]
    public async Task Redelivery_AfterAnAmbiguousAnswer_IsAmbiguousUntilTheNextAttempt()
    {
        var delivery = await DueAsync();
        Bot.Teams.FailNext(HttpStatusCode.InternalServerError);

        Assert.Equal(Outcome.Ambiguous, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Equal(Outcome.Ambiguous, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.DoesNotContain(Chat.Messages, message => message.Text == "Stretch!");

        delivery.Attempt = 2;
        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Single(Chat.Messages, message => message.Text == "Stretch!");
    }

    [Fact]
    public async Task Send_RateLimited_LeavesNoMark()
    {
        var conversation = new ConversationReference(Chat.Id, Bot.Teams.ServiceUrl) { TenantId = Chat.Tenant };
        await Bot.Services.GetRequiredService<CallLimiter>().HoldAsync(conversation, TimeSpan.FromMinutes(1));
        var receipt = await FoundAsync("a sender");

        var outcome = await Bot.Services.GetRequiredService<ProactiveApp>().SendOnce(conversation, new Microsoft.Teams.Apps.MessageActivityInput().WithText("Stretch!"), receipt, roomTimeout: TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.IsType<DeliveryOutcome.RetryLater>(outcome);
        Assert.False(await Bot.Redis.KeyExistsAsync("nudge:receipt:one"));
    }

    [Fact]
    public async Task Begin_AnotherProcessBeganBefore_IsRefused()
    {
        var (one, other) = (await FoundAsync("a sender"), await FoundAsync("another"));

        Assert.True(await one.BeginAsync());
        Assert.False(await other.BeginAsync());
        await other.EndAsync(new DeliveryOutcome.RetryLater(null, "not begun"));

        Assert.StartsWith("sending a sender", await Bot.Redis.StringGetAsync("nudge:receipt:one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begin_Twice_Throws()
    {
        var receipt = await FoundAsync("a sender");
        await receipt.BeginAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(receipt.BeginAsync);
    }

    [Fact]
    public async Task Receipt_AfterDelivered_IsKeptForAWeek()
    {
        var delivery = await DueAsync();

        await Bot.DeliverAsync(delivery);

        var kept = await Bot.Redis.KeyTimeToLiveAsync(KeyOf(delivery));
        Assert.InRange(kept!.Value, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
    }

    private static string KeyOf(Delivery delivery) => $"nudge:receipt:{delivery.Id.ReminderId}/1/1";

    private async Task<Delivery> DueAsync()
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        return Deliveries.Text("Stretch!", Chat.User);
    }

    private async Task<DeliveryReceipt> FoundAsync(string sender)
    {
        var receipt = new DeliveryReceipt(new RedisReceiptStore(Bot.Redis), "one", sender, attempt: 1, Bot.Time);
        Assert.Null(await receipt.FindAnswerAsync());
        return receipt;
    }

    private Task<bool> MarkAsSendingAsync(Delivery delivery, TimeSpan deadline) =>
        Bot.Redis.StringSetAsync(KeyOf(delivery), $"sending another {(Bot.Time.GetUtcNow() + deadline).ToUnixTimeMilliseconds()} 1");
}
