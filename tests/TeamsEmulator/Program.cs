namespace Nudge.TeamsEmulator;

/// <summary>
/// Emulates Teams' side of the connector protocol on this machine. Accepts a bot's messages within the limits that Teams publishes, and posts
/// people's activities to the bot. README.md describes it.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var emulator = new Emulator(args);
        await emulator.RunAsync();
    }
}
