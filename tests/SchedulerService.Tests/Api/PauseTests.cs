using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class PauseTests
{
    [Fact]
    public async Task Pause_DueReminder_IsNotDeliveredUntilResume()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var made = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(400)))).Reminder;

        var paused = await scheduler.Client.PauseAsync(new PauseRequest { Id = made.Id });
        var other = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(600)))).Reminder;
        await scheduler.AwaitAsync(other.Id, ReminderState.Delivered);

        Assert.Equal((ReminderState.Paused, PauseCause.User), (paused.State, Assert.Single(paused.PauseCauses)));
        Assert.DoesNotContain(bot.All, received => received.Delivery.Id.ReminderId == made.Id);

        var resumed = await scheduler.Client.ResumeAsync(new ResumeRequest { Id = made.Id });
        Assert.Equal(ReminderState.Scheduled, resumed.State);
        Assert.Equal(made.NextDue, (await scheduler.AwaitAsync(made.Id, ReminderState.Delivered)).NextDue);
    }

    [Fact]
    public async Task PauseAndResume_Repeated_ChangeNothing()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var made = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder;

        Assert.Equal(made, await scheduler.Client.ResumeAsync(new ResumeRequest { Id = made.Id }));
        var paused = await scheduler.Client.PauseAsync(new PauseRequest { Id = made.Id });
        Assert.Equal(paused, await scheduler.Client.PauseAsync(new PauseRequest { Id = made.Id }));
    }

    [Fact]
    public async Task PauseAndResume_SettledUnknownOrInvalidId_AreRefused()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var settled = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id;
        await scheduler.Client.CancelAsync(new CancelRequest { Id = settled });
        var unknown = Guid.CreateVersion7().ToString();

        foreach (var (id, code) in new[] { (settled, StatusCode.FailedPrecondition), (unknown, StatusCode.NotFound), ("x", StatusCode.InvalidArgument) })
        {
            Assert.Equal(code, (await Refusal.OfAsync(scheduler.Client.PauseAsync(new PauseRequest { Id = id }))).Code);
            Assert.Equal(code, (await Refusal.OfAsync(scheduler.Client.ResumeAsync(new ResumeRequest { Id = id }))).Code);
        }
    }
}
