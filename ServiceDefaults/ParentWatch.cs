namespace Nudge.ServiceDefaults;

/// <summary>Notices the end of the parent process. The parent holds the other end of this process's standard input.</summary>
internal static class ParentWatch
{
    /// <summary>The setting that a parent sets to true when it keeps standard input open until it ends.</summary>
    public const string ConfigurationKey = "EndWithStandardInput";

    /// <summary>Starts the watch.</summary>
    /// <param name="ended">Runs when standard input is closed.</param>
    // A read of standard input cannot be cancelled, so it runs on a background thread, which does not keep the process alive.
    public static void Start(Action ended) => new Thread(() => Watch(ended)) { IsBackground = true, Name = nameof(ParentWatch) }.Start();

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
