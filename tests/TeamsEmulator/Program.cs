namespace Nudge.TeamsEmulator;

/// <summary>
/// Teams' side of the connector protocol, on this machine: it takes what a bot sends, within the limits that Teams publishes, and speaks to
/// the bot as people do. README.md says how.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var emulator = new Emulator(args);
        await emulator.RunAsync();
    }
}
