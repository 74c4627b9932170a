using System.Runtime.CompilerServices;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests;

/// <summary>The promises of docs/telemetry.md.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public void LogEvents_OfEachFeature_HaveUniqueIdsInItsRange() => LogEvents.Verify(typeof(Program).Assembly, typeof(ServiceDefaults.Extensions).Assembly);

    [Fact]
    public async Task Metrics_OfTheScheduler_AreDocumented()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        // These instruments are created by the first delivery or registration.
        RuntimeHelpers.RunClassConstructor(typeof(SchedulerService.Outcomes.DeliveryMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SchedulerService.Storage.CommitMetrics).TypeHandle);
        scheduler.Services.GetService(typeof(SchedulerService.Api.RegistrationMetrics));

        DocumentedMetrics.Verify(Telemetry.Name, name => !IsOfTheBot(name));
    }

    private static bool IsOfTheBot(string name) =>
        name.StartsWith("nudge.receipt.", StringComparison.Ordinal) || name.StartsWith("nudge.teams.", StringComparison.Ordinal);
}
