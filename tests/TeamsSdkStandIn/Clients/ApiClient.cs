namespace Microsoft.Teams.Apps.Clients;

public class ApiClient
{
    private readonly ConnectorClient _connector;
    private readonly Uri? _serviceUrl;

    internal ApiClient(ConnectorClient connector, Uri? serviceUrl = null) => (_connector, _serviceUrl) = (connector, serviceUrl);

    public virtual ConversationApiClient Conversations => _serviceUrl is { } serviceUrl ? new(_connector, serviceUrl) : null!;

    public virtual ApiClient ForServiceUrl(Uri serviceUrl) => new(_connector, serviceUrl);
}
