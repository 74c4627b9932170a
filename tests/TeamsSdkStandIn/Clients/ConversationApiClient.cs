using Microsoft.Teams.Apps.Schema;
using Microsoft.Teams.Core;

namespace Microsoft.Teams.Apps.Clients;

public class ConversationApiClient
{
    private readonly ConnectorClient _connector;
    private readonly Uri _serviceUrl;

    internal ConversationApiClient(ConnectorClient connector, Uri serviceUrl) => (_connector, _serviceUrl) = (connector, serviceUrl);

    public async Task<CreateConversationResponse> CreateAsync(
        ConversationParameters request, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        (await _connector.CallAsync<CreateConversationResponse>(_serviceUrl, "", request, cancellationToken))!;

    public async Task<UpdateActivityResponse> UpdateActivityAsync(
        string conversationId, string id, TeamsActivityInput activity, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        (await _connector.CallAsync<UpdateActivityResponse>(
            _serviceUrl, $"/{Uri.EscapeDataString(conversationId)}/activities/{Uri.EscapeDataString(id)}", activity.ToJson(), cancellationToken, HttpMethod.Put))!;

    public Task<TeamsChannelAccount?> GetMemberByIdAsync(
        string conversationId, string memberId, Dictionary<string, string>? additionalHeaders = null, CancellationToken cancellationToken = default) =>
        _connector.CallAsync<TeamsChannelAccount>(
            _serviceUrl, $"/{Uri.EscapeDataString(conversationId)}/members/{Uri.EscapeDataString(memberId)}", content: null, cancellationToken);
}
