using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>Tests the sample samples/notify-endpoint with a real scheduler.</summary>
public sealed class NotifyEndpointTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Shipped_PostedTwice_TellsTheUserOnce()
    {
        await using var application = ChildProcess.StartProject("NotifyEndpoint", [], scheduler.Settings);

        await scheduler.PostAsync(application, "/orders/A-7/shipped?user=ada");
        await scheduler.PostAsync(application, "/orders/A-7/shipped?user=ada");
        await scheduler.PostAsync(application, "/orders/B-8/shipped?user=bob");

        await Eventually.HoldsAsync("message to bob", () => Task.FromResult(application.Lines.Contains("Order B-8 was shipped, bob")));
        Assert.Single(application.Lines, "Order A-7 was shipped, ada");
    }

    [Fact]
    public async Task Shipped_ApplicationKilledBeforeItIsDue_TellsTheUserAfterTheRestart()
    {
        await using (var killed = ChildProcess.StartProject("NotifyEndpoint", [], scheduler.Settings))
        {
            await scheduler.PostAsync(killed, "/orders/C-9/shipped?user=eve");
            await killed.KillAsync();
        }

        await using var restarted = ChildProcess.StartProject("NotifyEndpoint", [], scheduler.Settings);

        await Eventually.HoldsAsync("message to eve", () => Task.FromResult(restarted.Lines.Contains("Order C-9 was shipped, eve")));
    }
}
