namespace Nudge.AppHost;

/// <summary>The AppHost cannot start, for a reason that its user can mend. The message says which, in one line.</summary>
internal sealed class CannotStartException(string message) : Exception(message)
{
    /// <summary>The exit code of an AppHost, and of a service, that cannot start.</summary>
    public const int ExitCode = 2;

    /// <summary>Writes the reason to standard error.</summary>
    /// <returns><see cref="ExitCode"/>.</returns>
    public int Explain()
    {
        Console.Error.WriteLine($"AppHost cannot start: {Message}");
        return ExitCode;
    }
}
