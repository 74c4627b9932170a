using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>Tests samples/console with a real scheduler. The callback is samples/notify-endpoint, as its README says.</summary>
public sealed class ConsoleTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Console_Started_WatchesTheReminderUntilItIsDelivered()
    {
        await using var callback = ChildProcess.StartProject("NotifyEndpoint", [], scheduler.Settings);
        await callback.UntilListensAsync(scheduler.Application.Port);

        await using var console = ChildProcess.StartProject("ConsoleReminder", [scheduler.Scheduler.ToString()]);

        Assert.Equal(0, await console.ExitAsync());
        Assert.Equal("Delivered", console.Lines.Last());
        await Eventually.HoldsAsync("message to ada", () => Task.FromResult(callback.Lines.Contains("Order A-7 was shipped, ada")));
    }
}
