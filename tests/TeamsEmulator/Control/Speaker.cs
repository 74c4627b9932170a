using System.Globalization;
using System.Net;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.TeamsEmulator.Control;

/// <summary>Posts to the bot the activities of people in Teams.</summary>
internal sealed class Speaker(IHttpClientFactory clients, IConfiguration configuration, TimeProvider clock)
{
    private const string BotId = "28:bot";

    private long _activities;

    /// <summary>The address at which the bot takes activities. Setting <c>bot</c>.</summary>
    private readonly Uri _bot = configuration.GetValue("bot", new Uri("http://localhost:3978/api/messages"))!;

    /// <summary>Posts an activity of a conversation.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="serviceUrl">The address to which the bot answers.</param>
    /// <param name="type">The type, such as message, typing or installationUpdate.</param>
    /// <param name="text">The text of a message.</param>
    /// <param name="action">The action of an installationUpdate: add or remove.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The bot's status, and the duration of its answer.</returns>
    public async Task<(HttpStatusCode Status, TimeSpan Took)> PostAsync(
        Conversation conversation, Uri serviceUrl, string type, string? text, string? action, CancellationToken cancellationToken)
    {
        var activity = new
        {
            type,
            id = Interlocked.Increment(ref _activities).ToString(CultureInfo.InvariantCulture),
            channelId = "msteams",
            serviceUrl,
            from = new { id = conversation.Person.UserId, aadObjectId = conversation.Person.AadObjectId },
            recipient = new { id = BotId, name = "Nudge" },
            conversation = new { id = conversation.Id, conversationType = conversation.Type, tenantId = conversation.Tenant.Id },
            text,
            action,
        };
        using var client = clients.CreateClient();
        var started = clock.GetTimestamp();
        using var response = await client.PostAsJsonAsync(_bot, activity, cancellationToken);
        return (response.StatusCode, clock.GetElapsedTime(started));
    }
}
