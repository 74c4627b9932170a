using Microsoft.Teams.Apps.Schema;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps.Clients;

public class ConversationApiClient
{
    public Task<CreateConversationResponse> CreateAsync(
        ConversationParameters request, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        throw null!;

    public Task<T> GetMemberByIdAsync<T>(
        string conversationId, string memberId, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default)
        where T : ChannelAccount =>
        throw null!;

    public Task<TeamsChannelAccount?> GetMemberByIdAsync(
        string conversationId, string memberId, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        throw null!;
}
