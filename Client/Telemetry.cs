using System.Diagnostics;

namespace Nudge.Client;

/// <summary>The name under which the client publishes spans and metrics. docs/telemetry.md lists both.</summary>
internal static class Telemetry
{
    public const string Name = "Nudge.Client";

    public static readonly ActivitySource Source = new(Name);
}
