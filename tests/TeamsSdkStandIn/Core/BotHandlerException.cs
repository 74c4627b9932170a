namespace Microsoft.Teams.Core;

public class BotHandlerException : Exception
{
    internal BotHandlerException(Exception innerException)
        : base("Error processing activity", innerException)
    {
    }
}
