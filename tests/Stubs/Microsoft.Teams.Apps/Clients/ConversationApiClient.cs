using Microsoft.Teams.Core;

namespace Microsoft.Teams.Apps.Clients;

public class ConversationApiClient
{
    public Task<CreateConversationResponse> CreateAsync(
        ConversationParameters request, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        throw null!;
}
