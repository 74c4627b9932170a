using System.Diagnostics;

namespace Nudge.SchedulerService;

/// <summary>The name under which the scheduler publishes spans and metrics. ServiceDefaults listens to it; docs/telemetry.md lists both.</summary>
internal static class Telemetry
{
    public const string Name = "Nudge.SchedulerService";

    public static readonly ActivitySource Source = new(Name);
}
