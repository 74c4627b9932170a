using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Outcomes;

/// <summary>A failure is reported once, to the recipient of the failure notice.</summary>
public sealed class FailureNoticeTests
{
    [Fact]
    public async Task Failure_WithAFailureNotice_IsReportedOnceWithoutTheText()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => delivery.Notification.Handler == "Failing"
            ? new() { Id = delivery.Id, Rejected = new() { Reason = "unknown handler" } }
            : FakeBot.Delivered(delivery);

        var failed = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero, "private").With(reminder =>
        {
            reminder.Notification.Handler = "Failing";
            reminder.FailureNotice = new FailureNotice { Recipient = new Recipient { UserId = "maker" }, Handler = "Telling" };
        }))).Reminder;
        await bot.NextAsync();
        var notice = (await bot.NextAsync()).Delivery;
        await scheduler.AwaitAsync(notice.Id.ReminderId, ReminderState.Delivered);

        Assert.Equal(("maker", "Telling"), (notice.Recipient.UserId, notice.Notification.Handler));
        Assert.Equal((failed.Id, 1, "rejected: unknown handler"), (
            notice.Notification.Data.Fields["reminder_id"].StringValue,
            notice.Notification.Data.Fields["occurrence"].NumberValue,
            notice.Notification.Data.Fields["reason"].StringValue));
        Assert.DoesNotContain("private", notice.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, bot.All.Count);
    }

    [Fact]
    public async Task Failure_OfAFailureNotice_IsNotReported()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new() { Reason = "no" } };

        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero).With(reminder =>
            reminder.FailureNotice = new FailureNotice { Recipient = new Recipient { UserId = "maker" } }));
        await bot.NextAsync();
        var notice = (await bot.NextAsync()).Delivery;
        await scheduler.AwaitAsync(notice.Id.ReminderId, ReminderState.Failed);

        Assert.Equal(2, (await scheduler.EverythingAsync()).Count);
    }

    [Fact]
    public async Task Failure_WithoutAFailureNotice_IsNotReported()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new() { Reason = "no" } };

        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await scheduler.AwaitAsync(id, ReminderState.Failed);

        Assert.Single(await scheduler.EverythingAsync());
    }
}
