using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Core;

public class BotApplication
{
    private readonly List<ITurnMiddleware> _middleware = [];

    internal BotApplication()
    {
    }

    public ITurnMiddleware UseMiddleware(ITurnMiddleware middleware)
    {
        _middleware.Add(middleware);
        return middleware;
    }

    /// <summary>Runs the middleware in the order of its registration, and then the handlers.</summary>
    internal Task RunTurnAsync(CoreActivity activity, NextTurn handlers, CancellationToken cancellationToken, int index = 0) => index == _middleware.Count
        ? handlers(cancellationToken)
        : _middleware[index].OnTurnAsync(this, activity, next => RunTurnAsync(activity, handlers, next, index + 1), cancellationToken);
}
