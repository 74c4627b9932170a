using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Timing;

/// <summary>Tests the scheduler while the machine's clock is set.</summary>
public sealed class SteppedClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task MachineClock_SetByAnHour_FiresNothingEarlyAndDelaysNothing(int hours)
    {
        Requirement.Need(MovableClock.Lacks is null, MovableClock.Lacks ?? "");

        using var folder = new TemporaryFolder();
        using var clock = new MovableClock();
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerProcess.StartHealthyAsync(folder.Path, bot, clock.Environment);
        var waiting = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(5)))).Reminder;
        var inHalfAnHour = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMinutes(30)))).Reminder;

        clock.Move(TimeSpan.FromHours(hours));
        await Eventually.HoldsAsync(
            "log line of the clock change", () => Task.FromResult(scheduler.Process.Lines.Any(line => line.Contains("clock was set", StringComparison.Ordinal))));
        var made = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(1)))).Reminder;
        var dated = (await scheduler.Client.CreateAsync(Requests.At(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(6)))).Reminder;

        FakeBot.Received[] received = [await bot.NextAsync(), await bot.NextAsync(), await bot.NextAsync()];

        Assert.Equal(
            new[] { waiting.Id, made.Id, dated.Id }.Order(StringComparer.Ordinal),
            received.Select(one => one.Delivery.Id.ReminderId).Order(StringComparer.Ordinal));
        Assert.All(received, one => Assert.True(one.Lateness >= TimeSpan.Zero, $"{-one.Lateness} early"));
        Assert.DoesNotContain(bot.All, one => one.Delivery.Id.ReminderId == inHalfAnHour.Id);
    }
}
