using Microsoft.Teams.Apps.Clients;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps;

public class TeamsBotApplication : BotApplication
{
    public virtual ApiClient Api => throw null!;

    public Task<SendActivityResponse?> SendAsync(
        string conversationId, string text, Uri? serviceUrl = null, AgenticIdentity? agenticIdentity = null, CancellationToken cancellationToken = default) =>
        throw null!;
}
