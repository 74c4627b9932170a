namespace Microsoft.Teams.Core;

public class BotApplication
{
    public ITurnMiddleware UseMiddleware(ITurnMiddleware middleware) => throw null!;
}
