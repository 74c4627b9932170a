using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Maintenance;

/// <summary>Tests the deletion of old reminders, seen through the API.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task Forget_OldReminders_DeletesDeadLettersLaterAndLiveRemindersNever()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var store = scheduler.Services.GetRequiredService<IReminderStore>();
        bot.Answer = delivery => delivery.Notification.Text == "fail"
            ? new() { Id = delivery.Id, Rejected = new() }
            : FakeBot.Delivered(delivery);

        var delivered = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero).WithId("r1"))).Reminder.Id;
        var failed = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero, "fail"))).Reminder.Id;
        var live = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;
        await scheduler.AwaitAsync(delivered, ReminderState.Delivered);
        await scheduler.AwaitAsync(failed, ReminderState.Failed);
        var now = Instant.Ceiling(TimeProvider.System.GetUtcNow().AddMinutes(1));

        // No reminder was settled an hour ago.
        await store.ForgetAsync(new Retirement(now - TimeSpan.FromHours(1), now - TimeSpan.FromHours(1), now - TimeSpan.FromHours(1), now), limit: 100);
        Assert.Equal([delivered, failed, live], (await scheduler.EverythingAsync()).Select(reminder => reminder.Id));

        await store.ForgetAsync(new Retirement(Settled: now, DeadLetters: now - TimeSpan.FromHours(1), Requests: now, Audit: now), limit: 100);
        Assert.Equal([failed, live], (await scheduler.EverythingAsync()).Select(reminder => reminder.Id));
        var again = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));
        Assert.False(again.AlreadyExisted);

        await store.ForgetAsync(new Retirement(now, now, now, now), limit: 100);
        Assert.Equal([live, again.Reminder.Id], (await scheduler.EverythingAsync()).Select(reminder => reminder.Id));
    }
}
