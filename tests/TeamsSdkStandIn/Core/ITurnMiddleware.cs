using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Core;

public interface ITurnMiddleware
{
    Task OnTurnAsync(BotApplication botApplication, CoreActivity activity, NextTurn nextTurn, CancellationToken cancellationToken = default);
}
