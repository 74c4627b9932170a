using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Timing;

/// <summary>
/// The machine's clock is set while the scheduler runs. libfaketime gives the process another wall clock and does not touch its monotonic clock.
/// </summary>
public sealed class SteppedClockTests
{
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];

    [Theory]
    [InlineData("+3600")]
    [InlineData("-3600")]
    public async Task MachineClock_SetByAnHour_FiresNothingEarlyAndDelaysNothing(string offset)
    {
        var library = Libraries.FirstOrDefault(File.Exists);
        Requirement.Need(library is not null, "libfaketime (Debian's package libfaketime)");

        using var folder = new TemporaryFolder();
        var clock = folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0");
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerProcess.StartHealthyAsync(folder.Path, bot, new()
        {
            ["LD_PRELOAD"] = library!,
            ["FAKETIME_TIMESTAMP_FILE"] = clock,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        });
        var waiting = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(5)))).Reminder;
        var inHalfAnHour = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMinutes(30)))).Reminder;

        await File.WriteAllTextAsync(clock, offset);
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
