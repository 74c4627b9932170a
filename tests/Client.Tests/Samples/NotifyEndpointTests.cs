using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>Tests the sample samples/notify-endpoint with a real scheduler.</summary>
public sealed class NotifyEndpointTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Shipped_PostedTwice_TellsTheUserOnce()
    {
        await using var application = Start();

        await scheduler.PostAsync(application, "/orders/A-7/shipped?user=ada");
        await scheduler.PostAsync(application, "/orders/A-7/shipped?user=ada");
        await scheduler.PostAsync(application, "/orders/B-8/shipped?user=bob");

        await Eventually.HoldsAsync("message to bob", () => Task.FromResult(application.Lines.Contains("Order B-8 was shipped, bob")));
        Assert.Single(application.Lines, "Order A-7 was shipped, ada");
    }

    [Fact]
    public async Task Shipped_ApplicationKilledTenTimesBeforeItIsDue_TellsTheUserOnceEachTime()
    {
        const int Rounds = 10;
        var lines = new List<string>();
        var application = Start();
        try
        {
            for (var round = 1; round <= Rounds; round++)
            {
                await scheduler.PostAsync(application, $"/orders/{round}/shipped?user=eve");
                // The reminder is due a second after its registration. Each round kills the application at a later moment, well before that.
                await Task.Delay(TimeSpan.FromMilliseconds(30 * (round - 1)));
                await application.DisposeAsync();
                lines.AddRange(application.Lines);

                application = Start();
                await Eventually.HoldsAsync($"message {round}", () => Task.FromResult(lines.Concat(application.Lines).Contains(Message(round))));
            }

            // A settled reminder is not delivered again. So no message can follow.
            await scheduler.UntilSettledAsync("eve");
        }
        finally
        {
            await application.DisposeAsync();
        }

        lines.AddRange(application.Lines);
        Assert.All(Enumerable.Range(1, Rounds), round => Assert.Single(lines, Message(round)));

        static string Message(int round) => $"Order {round} was shipped, eve";
    }

    private ChildProcess Start() => ChildProcess.StartProject("NotifyEndpoint", [], scheduler.Settings);
}
