using System.Diagnostics;

namespace Nudge.BotService;

/// <summary>The name under which the bot publishes spans and metrics. ServiceDefaults listens to it; docs/telemetry.md lists both.</summary>
internal static class Telemetry
{
    public const string Name = "Nudge.BotService";

    public static readonly ActivitySource Source = new(Name);
}
