namespace Microsoft.Teams.Apps.Clients;

public class ApiClient
{
    public virtual ConversationApiClient Conversations => throw null!;

    public virtual ApiClient ForServiceUrl(Uri serviceUrl) => throw null!;
}
