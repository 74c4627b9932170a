namespace Nudge.ServiceDefaults;

/// <summary>A service cannot start. The message names, in one line, a cause that the operator can correct.</summary>
public sealed class CannotStartException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The exit code of the process. A restart without a change would fail again.</summary>
    public const int ExitCode = 2;
}
