namespace Nudge.Teams;

/// <summary>A call to Teams failed before its request left. For example, the bot could not get a token.</summary>
internal sealed class UnsentException(Exception innerException) : Exception("the request did not leave the bot", innerException);
