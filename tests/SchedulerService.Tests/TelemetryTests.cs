using System.Runtime.CompilerServices;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests;

/// <summary>What docs/telemetry.md promises.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public void LogEvents_HaveIdsOfTheirRange_EachOnce() => LogEvents.Verify(typeof(Program).Assembly, typeof(ServiceDefaults.Extensions).Assembly);

    [Fact]
    public async Task Metrics_AreDocumented()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        // A delivery or a registration makes these instruments.
        RuntimeHelpers.RunClassConstructor(typeof(SchedulerService.Dispatch.DeliveryMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SchedulerService.Storage.CommitMetrics).TypeHandle);
        scheduler.Services.GetService(typeof(SchedulerService.Api.RegistrationMetrics));

        DocumentedMetrics.Verify(Telemetry.Name, name => !IsOfTheBot(name));
    }

    private static bool IsOfTheBot(string name) =>
        name.StartsWith("nudge.receipt.", StringComparison.Ordinal) || name.StartsWith("nudge.teams.", StringComparison.Ordinal);
}
