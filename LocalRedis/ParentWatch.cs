namespace Nudge.LocalRedis;

/// <summary>Ends the server with the process that started it: the parent holds the other end of standard input.</summary>
internal static class ParentWatch
{
    /// <summary>Set to true by a parent that keeps standard input open for as long as it lives.</summary>
    private const string Variable = "EndWithStandardInput";

    /// <returns>Whether there is such a parent.</returns>
    public static bool Start(Action ended)
    {
        if (!bool.TryParse(Environment.GetEnvironmentVariable(Variable), out var watched) || !watched)
            return false;

        // A read of standard input cannot be cancelled, so it has a thread that the process does not wait for.
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
