namespace Nudge.AppHost;

/// <summary>Nothing can run as things are, for a reason that whoever started this can mend: the message says which, in one line.</summary>
internal sealed class CannotStartException(string message) : Exception(message)
{
    /// <summary>The exit code of this process, and that by which a service says the same.</summary>
    public const int ExitCode = 2;

    /// <summary>Says why on standard error.</summary>
    /// <returns><see cref="ExitCode"/>.</returns>
    public int Explain()
    {
        Console.Error.WriteLine($"AppHost cannot start: {Message}");
        return ExitCode;
    }
}
