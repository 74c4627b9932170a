namespace Nudge.BotService;

/// <summary>The name under which the bot publishes metrics. ServiceDefaults listens to it; docs/telemetry.md lists them.</summary>
internal static class Telemetry
{
    public const string Name = "Nudge.BotService";
}
