using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Callbacks;

/// <summary>A callback that is down for an hour, by the scheduler's own clock.</summary>
public sealed class AwayTests
{
    [Fact]
    public async Task Callback_DownForAnHour_CostsNoAttempt()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var ids = new List<string>();
        for (var i = 0; i < 50; i++)
            ids.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMinutes(i)))).Reminder.Id);
        var expiring = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero).With(reminder =>
            reminder.DeliveryPolicy = new DeliveryPolicy { ExpireAfter = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)) }))).Reminder.Id;

        AnHourPasses(scheduler);
        await bot.RestartAsync();

        foreach (var id in ids)
            Assert.Equal(0, (await scheduler.AwaitAsync(id, ReminderState.Delivered)).Attempt);
        Assert.All(bot.All, received => Assert.Equal((1, 1), (received.Delivery.Attempt, received.Delivery.Id.Generation)));
        Assert.Equal(50, bot.All.Count);
        await scheduler.AwaitAsync(expiring, ReminderState.Expired);
    }

    [Fact]
    public async Task CatchUpOne_AfterAnHourWithoutCallback_DeliversTheLatestOfSixty()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var made = await EveryMinuteAsync(scheduler, CatchUpPolicy.One);

        AnHourPasses(scheduler);
        await bot.RestartAsync();
        var first = (await bot.NextAsync()).Delivery;

        Assert.Equal(61, first.Id.Occurrence);
        Assert.Equal(made.NextDue.ToDateTimeOffset().AddMinutes(60), first.Due.ToDateTimeOffset());
    }

    [Fact]
    public async Task CatchUpAll_AfterAnHourWithoutCallback_DeliversInOrderUpToTheLimit()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Schedules:MaxCatchUp"] = "20" });
        await EveryMinuteAsync(scheduler, CatchUpPolicy.All);

        AnHourPasses(scheduler);
        await bot.RestartAsync();
        var occurrences = new List<long>();
        for (var i = 0; i < 20; i++)
            occurrences.Add((await bot.NextAsync()).Delivery.Id.Occurrence);

        Assert.Equal(Enumerable.Range(42, 20).Select(i => (long)i), occurrences);
    }

    [Fact]
    public async Task CatchUpNone_AfterAnHourWithoutCallback_DeliversNoMissedOccurrence()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var made = await EveryMinuteAsync(scheduler, CatchUpPolicy.None);

        AnHourPasses(scheduler);
        await bot.RestartAsync();
        await scheduler.AwaitAsync(made.Id, reminder => reminder.Occurrence == 62, "at the next occurrence");

        // The 61st occurrence is half a minute late. An occurrence counts as missed after a minute.
        Assert.Equal(61, Assert.Single(bot.All).Delivery.Id.Occurrence);
    }

    [Fact]
    public async Task Series_ThatEndedWhileTheCallbackWasDown_IsSettled()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var none = await EveryMinuteAsync(scheduler, CatchUpPolicy.None, count: 5);
        var one = await EveryMinuteAsync(scheduler, CatchUpPolicy.One, count: 5);

        AnHourPasses(scheduler);
        await bot.RestartAsync();

        var missed = await scheduler.AwaitAsync(none.Id, ReminderState.Expired);
        var latest = await scheduler.AwaitAsync(one.Id, ReminderState.Delivered);
        Assert.Equal("missed; no further occurrences", missed.LastError);
        Assert.Equal(5, latest.Occurrence);
        Assert.Equal(5, Assert.Single(bot.All).Delivery.Id.Occurrence);
    }

    /// <summary>
    /// Creates a series that is first due in half a minute, so that no test runs into the change of its minute. After the hour, occurrence 61 is the
    /// latest.
    /// </summary>
    private static async Task<Reminder> EveryMinuteAsync(SchedulerHost scheduler, CatchUpPolicy policy, long count = 0)
    {
        var first = scheduler.Services.GetRequiredService<StoreClock>().GetUtcNow().AddSeconds(30);
        return (await scheduler.Client.CreateAsync(Requests.Cron($"{first.Second} * * * * ?", "UTC").With(reminder =>
        {
            reminder.CatchUpPolicy = policy;
            reminder.Schedule.Count = count;
        }))).Reminder;
    }

    /// <summary>Moves the scheduler's clock forward by an hour and a minute, as if its machine had slept.</summary>
    private static void AnHourPasses(SchedulerHost scheduler)
    {
        var clock = scheduler.Services.GetRequiredService<StoreClock>();
        clock.Start(clock.GetUtcNow().AddMinutes(61));
    }
}
