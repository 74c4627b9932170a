namespace Nudge.ServiceDefaults;

/// <summary>A service cannot start, for a reason that whoever runs it can mend: the message says which, in one line.</summary>
public sealed class CannotStartException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The process' exit code: starting it again as it is would fail again.</summary>
    public const int ExitCode = 2;
}
