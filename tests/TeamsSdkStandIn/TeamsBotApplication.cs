using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Teams.Apps.Clients;
using Microsoft.Teams.Apps.Schema;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps;

public class TeamsBotApplication : BotApplication
{
    private readonly ConnectorClient _connector;
    private readonly List<(string Type, Func<TeamsActivity, CancellationToken, Task> Handle)> _routes = [];
    private Uri? _lastServiceUrl;

    internal TeamsBotApplication(ConnectorClient connector) => _connector = connector;

    public virtual ApiClient Api => new(_connector);

    public Task<SendActivityResponse?> SendAsync(
        string conversationId, string text, Uri? serviceUrl = null, AgenticIdentity? agenticIdentity = null, CancellationToken cancellationToken = default) =>
        SendAsync(conversationId, new MessageActivityInput().WithText(text), serviceUrl, agenticIdentity, cancellationToken);

    public Task<SendActivityResponse?> SendAsync(
        string conversationId, TeamsActivityInput activity, Uri? serviceUrl = null, AgenticIdentity? agenticIdentity = null, CancellationToken cancellationToken = default) =>
        _connector.CallAsync<SendActivityResponse>(
            serviceUrl ?? _lastServiceUrl ?? throw new InvalidOperationException("No service URL available. Either pass a serviceUrl parameter or ensure the bot has received at least one activity."),
            $"/{Uri.EscapeDataString(conversationId)}/activities/", activity.ToJson(), cancellationToken);

    internal TeamsBotApplication On<TActivity>(string type, Func<TeamsActivity, TActivity> convert, Func<Context<TActivity>, CancellationToken, Task> handle)
        where TActivity : TeamsActivity
    {
        _routes.Add((type, (activity, cancellationToken) => handle(new Context<TActivity>(this, convert(activity)), cancellationToken)));
        return this;
    }

    internal async Task ProcessAsync(HttpContext context)
    {
        var json = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        var activity = new CoreActivity(json ?? throw new InvalidOperationException("Invalid Activity"));
        try
        {
            await RunTurnAsync(activity, cancellationToken => HandleAsync(context, new TeamsActivity(activity), cancellationToken), CancellationToken.None);
        }
        catch (Exception failure)
        {
            throw new BotHandlerException(failure);
        }
    }

    private async Task HandleAsync(HttpContext context, TeamsActivity activity, CancellationToken cancellationToken)
    {
        // The package reads the channel data of every activity into a type.
        if (activity.Json["channelData"] is not (null or JsonObject))
            throw new JsonException("The JSON value could not be converted to Microsoft.Teams.Apps.Schema.TeamsChannelData.");
        _lastServiceUrl = activity.ServiceUrl;
        foreach (var (_, handle) in _routes.Where(route => route.Type == activity.Type))
            await handle(activity, cancellationToken);
        // The stand-in has no routes for invokes. The package fails on an invoke when there are no routes at all.
        if (activity.Type == "invoke")
            context.Response.StatusCode = _routes.Count > 0 ? StatusCodes.Status501NotImplemented : throw new ArgumentOutOfRangeException("index");
    }
}
