namespace Nudge.Teams;

/// <summary>The name under which the library publishes metrics. docs/telemetry.md lists them.</summary>
internal static class Telemetry
{
    public const string Name = "Nudge.Teams";
}
