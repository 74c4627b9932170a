namespace Nudge.LocalRedis;

/// <summary>Ends the server when its parent ends. The parent holds the other end of the server's standard input.</summary>
internal static class ParentWatch
{
    /// <summary>The environment variable that a parent sets to true when it keeps standard input open until it ends.</summary>
    private const string Variable = "EndWithStandardInput";

    /// <summary>Starts the watch when a parent has set the variable.</summary>
    /// <param name="ended">Runs when standard input is closed.</param>
    /// <returns>True when the watch has started.</returns>
    public static bool Start(Action ended)
    {
        if (!bool.TryParse(Environment.GetEnvironmentVariable(Variable), out var watched) || !watched)
            return false;

        // A read of standard input cannot be cancelled, so it runs on a background thread, which does not keep the process alive.
        new Thread(() => Watch(ended)) { IsBackground = true, Name = nameof(ParentWatch) }.Start();
        return true;
    }

    private static void Watch(Action ended)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        ended();
    }
}
