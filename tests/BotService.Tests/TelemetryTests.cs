using Nudge.Teams;
using Nudge.Client;
using Nudge.Tests;

namespace Nudge.BotService.Tests;

/// <summary>Tests that the telemetry is as docs/telemetry.md says.</summary>
public sealed class TelemetryTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public void LogEvents_OfTheBotAndTheLibraries_HaveUniqueIdsInTheirRange() => LogEvents.Verify(typeof(Program).Assembly, typeof(NotificationQueue).Assembly, typeof(ProactiveApp).Assembly);

    [Fact]
    public void Metrics_OfTheTeamsLibrary_AreDocumented()
    {
        Bot.Services.GetService(typeof(TeamsCallMetrics));

        DocumentedMetrics.Verify(Nudge.Teams.Telemetry.Name, name => name.StartsWith("nudge.teams.", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_OfTheClient_AreDocumented()
    {
        Bot.Services.GetService(typeof(ReceiptMetrics));

        DocumentedMetrics.Verify(Client.Telemetry.Name, name => name.StartsWith("nudge.receipt.", StringComparison.Ordinal));
    }
}
