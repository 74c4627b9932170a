using Grpc.Core;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class RetryTests
{
    [Fact]
    public async Task Retry_FailedReminder_IsDeliveredAsANewGeneration()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new() { Reason = "no such handler" } };
        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await scheduler.AwaitAsync(id, ReminderState.Failed);

        bot.Answer = FakeBot.Delivered;
        var retried = await scheduler.Client.RetryAsync(new RetryRequest { Id = id });
        var delivered = await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal((ReminderState.Scheduled, 0), (retried.State, retried.Attempt));
        Assert.Equal("Stretch", delivered.Notification.Text);
        Assert.Equal([(1, 1), (1, 2)], bot.All.Select(received => (received.Delivery.Attempt, received.Delivery.Id.Generation)));
        Assert.Single(await scheduler.EverythingAsync());
    }

    [Fact]
    public async Task Retry_ReminderThatIsNotFailed_IsRefused()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var live = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;
        var cancelled = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;
        await scheduler.Client.CancelAsync(new CancelRequest { Id = cancelled });

        foreach (var (id, state) in new[] { (live, "SCHEDULED"), (cancelled, "CANCELLED") })
        {
            var refusal = await Refusal.OfAsync(scheduler.Client.RetryAsync(new RetryRequest { Id = id }));
            Assert.Equal((StatusCode.FailedPrecondition, "REMINDER_NOT_FAILED", state), (refusal.Code, refusal.Reason, refusal.Metadata["state"]));
        }

        Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(scheduler.Client.RetryAsync(new RetryRequest { Id = Guid.CreateVersion7().ToString() }))).Code);
    }
}
