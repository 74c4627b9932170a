using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_BeforeTheDueTime_IsFinal()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(600);
        var doomed = (await scheduler.Client.CreateAsync(Requests.At(due))).Reminder;
        // It is due at the same instant in the same shard, so one scan would read both.
        var fence = (await scheduler.Client.CreateAsync(Requests.At(due))).Reminder;

        var cancelled = await scheduler.Client.CancelAsync(new CancelRequest { Id = doomed.Id });
        await scheduler.AwaitAsync(fence.Id, ReminderState.Delivered);

        Assert.False(cancelled.MayHaveBeenDelivered);
        Assert.Equal(ReminderState.Cancelled, cancelled.Reminder.State);
        Assert.Equal(fence.Id, Assert.Single(bot.All).Delivery.Id.ReminderId);
    }

    [Fact]
    public async Task Cancel_Twice_ReturnsTheSameAnswer()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;

        var first = await scheduler.Client.CancelAsync(new CancelRequest { Id = id });
        var second = await scheduler.Client.CancelAsync(new CancelRequest { Id = id });

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Cancel_AfterTheDueTime_ReportsAPossibleDelivery()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;

        var cancelled = await scheduler.Client.CancelAsync(new CancelRequest { Id = id });

        Assert.True(cancelled.MayHaveBeenDelivered);
    }

    [Fact]
    public async Task CancelOrDeliverNow_DeliveredReminder_IsRefused()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await scheduler.AwaitAsync(id, ReminderState.Delivered);

        var cancel = await Refusal.OfAsync(scheduler.Client.CancelAsync(new CancelRequest { Id = id }));
        var deliver = await Refusal.OfAsync(scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = id }));

        Assert.All([cancel, deliver], refusal => Assert.Equal(
            (StatusCode.FailedPrecondition, "REMINDER_SETTLED", "DELIVERED"), (refusal.Code, refusal.Reason, refusal.Metadata["state"])));
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task DeliverNow_BeforeTheDueTime_DeliversOnceAsANewGeneration()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;

        await scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = id });
        await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(2, Assert.Single(bot.All).Delivery.Id.Generation);
    }
}
