using Nudge.BotService.Channel;
using Nudge.BotService.Reminders;
using Nudge.Tests;

namespace Nudge.BotService.Tests;

/// <summary>Tests that the telemetry is as docs/telemetry.md says.</summary>
public sealed class TelemetryTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public void LogEvents_OfTheBot_HaveUniqueIdsInTheirRange() => LogEvents.Verify(typeof(Program).Assembly);

    [Fact]
    public void Metrics_OfTheBot_AreDocumented()
    {
        Bot.Services.GetService(typeof(ReceiptMetrics));
        Bot.Services.GetService(typeof(TeamsCallMetrics));

        DocumentedMetrics.Verify(
            Telemetry.Name, name => name.StartsWith("nudge.receipt.", StringComparison.Ordinal) || name.StartsWith("nudge.teams.", StringComparison.Ordinal));
    }
}
