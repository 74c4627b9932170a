using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Outcomes;

/// <summary>The effect of each outcome on a reminder.</summary>
public sealed class OutcomeTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;

    [Fact]
    public async Task RetryLater_UntilDelivered_CostsNoAttempt()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => bot.All.Count < 4
            ? new() { Id = delivery.Id, RetryLater = new() { After = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1)), Reason = "busy" } }
            : FakeBot.Delivered(delivery);

        var id = await CreateAsync(scheduler, policy => policy.MaxAttempts = 1);
        var settled = await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(0, settled.Attempt);
        Assert.Equal(4, bot.All.Count);
        Assert.All(bot.All, received => Assert.Equal((1, 1), (received.Delivery.Attempt, received.Delivery.Id.Generation)));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task RetryLater_WithAnAfterOutsideAnyRange_IsRetried(long seconds)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, RetryLater = new() { After = new Duration { Seconds = seconds }, Reason = "later" } };

        var id = await CreateAsync(scheduler);

        await scheduler.AwaitAsync(id, reminder => reminder is { State: ReminderState.Scheduled, LastError: "retry later: later" }, "to be retried");
    }

    [Fact]
    public async Task RetryLater_WithAfter_IsNotDeliveredAgainBefore()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var after = TimeSpan.FromMilliseconds(700);
        bot.Answer = delivery => bot.All.Count == 1
            ? new() { Id = delivery.Id, RetryLater = new() { After = Duration.FromTimeSpan(after) } }
            : FakeBot.Delivered(delivery);

        await CreateAsync(scheduler);
        var first = await bot.NextAsync();
        var second = await bot.NextAsync();

        Assert.True(second.At - first.At >= after, $"delivered again after {second.At - first.At}");
    }

    [Fact]
    public async Task Ambiguous_WithRetry_IsRetriedWithBackoffUpToMaxAttempts()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Ambiguous = new() { Reason = "Teams answered 500" } };

        var id = await CreateAsync(scheduler);
        var settled = await scheduler.AwaitAsync(id, ReminderState.Failed);

        Assert.Equal(3, settled.Attempt);
        Assert.Equal("given up after 3 attempts: Teams answered 500", settled.LastError);
        Assert.Equal([1, 2, 3], bot.All.Select(received => received.Delivery.Attempt));
        Assert.True(bot.All.Last().At - bot.All.First().At >= TimeSpan.FromMilliseconds(50 + 100), "the waits are at least half of 100 ms and of 200 ms");
    }

    [Fact]
    public async Task Ambiguous_WithDrop_IsTriedOnce()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Ambiguous = new() { Reason = "no answer" } };

        var id = await CreateAsync(scheduler, policy => policy.Ambiguous = AmbiguousPolicy.Drop);
        var settled = await scheduler.AwaitAsync(id, ReminderState.Failed);

        Assert.Equal("dropped: no answer", settled.LastError);
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task Rejected_ByTheCallback_FailsAtOnceWithTheReason()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new() { Reason = "no such handler" } };

        var settled = await scheduler.AwaitAsync(await CreateAsync(scheduler), ReminderState.Failed);

        Assert.Equal("rejected: no such handler", settled.LastError);
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task RecipientUnreachable_FromTheCallback_PausesAndPermitsDeliverNow()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, RecipientUnreachable = new() { Reason = "never seen" } };

        var id = await CreateAsync(scheduler);
        var paused = await scheduler.AwaitAsync(id, ReminderState.Paused);
        Assert.Equal([PauseCause.Recipient], paused.PauseCauses);
        Assert.Equal("recipient unreachable: never seen", paused.LastError);

        bot.Answer = FakeBot.Delivered;
        var resumed = await scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = id });
        await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(ReminderState.Scheduled, resumed.State);
        Assert.Equal([1, 2], bot.All.Select(received => received.Delivery.Id.Generation));
    }

    [Fact]
    public async Task Result_WithoutAnOutcome_IsAmbiguous()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id };

        var settled = await scheduler.AwaitAsync(await CreateAsync(scheduler, policy => policy.MaxAttempts = 1), ReminderState.Failed);

        Assert.Equal("given up after 1 attempts: the callback answered without an outcome", settled.LastError);
    }

    [Fact]
    public async Task Result_ForAnotherDelivery_ChangesNothing()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery =>
        {
            var stranger = FakeBot.Delivered(delivery).Clone();
            stranger.Id.Generation = 7;
            return stranger;
        };

        var id = await CreateAsync(scheduler);
        await bot.NextAsync();
        await Nudge.Tests.Eventually.HoldsAsync(
            "warning about the result", () => Task.FromResult(scheduler.Errors.Lines.Any(line => line.Contains("not outstanding", StringComparison.Ordinal))));

        Assert.Equal(ReminderState.Scheduled, (await scheduler.Client.GetAsync(new GetRequest { Id = id })).State);
    }

    [Fact]
    public async Task Delivery_WithoutAnAnswerInTime_IsMadeAgainUnderTheSameId()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Callbacks:AnswerTimeout"] = "00:00:01" });
        bot.Answer = delivery => bot.All.Count == 1 ? null : FakeBot.Delivered(delivery);

        var id = await CreateAsync(scheduler);
        var settled = await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(0, settled.Attempt);
        Assert.Equal(2, bot.All.Count);
        Assert.Single(bot.All.Select(received => received.Delivery.Id).Distinct());
    }

    [Fact]
    public async Task ExpireAfter_WithALongerRetryLater_Expires()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, RetryLater = new() { After = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1200)) } };

        var settled = await scheduler.AwaitAsync(
            await CreateAsync(scheduler, policy => policy.ExpireAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(1))), ReminderState.Expired);

        Assert.Equal("expired before it could be delivered", settled.LastError);
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task Outcome_AfterCancel_LeavesTheReminderCancelled()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var answer = new TaskCompletionSource();
        bot.Ready = _ => answer.Task;

        var id = await CreateAsync(scheduler);
        await bot.NextAsync();
        var cancelled = await scheduler.Client.CancelAsync(new CancelRequest { Id = id });
        answer.SetResult();
        // Another reminder's delivery, on the same stream, is settled after the first one's.
        var fence = await CreateAsync(scheduler);
        await scheduler.AwaitAsync(fence, ReminderState.Delivered);

        Assert.True(cancelled.MayHaveBeenDelivered);
        Assert.Equal(ReminderState.Cancelled, (await scheduler.Client.GetAsync(new GetRequest { Id = id })).State);
        Assert.Single(await scheduler.EverythingAsync(), reminder => reminder.Id == id);
    }

    private static async Task<string> CreateAsync(SchedulerHost scheduler, Action<DeliveryPolicy>? vary = null)
    {
        var policy = Requests.Impatient();
        vary?.Invoke(policy);
        return (await scheduler.Client.CreateAsync(Requests.In(Now).With(reminder => reminder.DeliveryPolicy = policy))).Reminder.Id;
    }
}
