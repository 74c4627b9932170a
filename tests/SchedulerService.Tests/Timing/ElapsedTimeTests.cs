using System.Globalization;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class ElapsedTimeTests
{
    [Fact]
    public void GetTimestamp_OnLinux_CountsSinceBootIncludingSleep()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scheduler uses the runtime's own clock on other systems");
        var clock = ElapsedTime.Create();

        // /proc/uptime is the kernel's own count of the same time.
        var before = Uptime();
        var elapsed = (double)clock.GetTimestamp() / clock.TimestampFrequency;
        var after = Uptime();

        // /proc/uptime is cut to hundredths of a second.
        Assert.InRange(elapsed, before, after + 0.01);
    }

    private static double Uptime() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
}
