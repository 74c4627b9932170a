namespace Nudge.AppHost;

/// <summary>The AppHost cannot start. The message names, in one line, a cause that the user can correct.</summary>
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
