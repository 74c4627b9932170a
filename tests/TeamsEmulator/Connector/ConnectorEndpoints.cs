using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Nudge.TeamsEmulator.Conversations;
using Nudge.TeamsEmulator.Limits;

namespace Nudge.TeamsEmulator.Connector;

/// <summary>The connector's endpoints, under a conversation's service URL.</summary>
internal sealed class ConnectorEndpoints(Population population, MessageLog log, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>The most characters of a request body. Teams' documentation says about 100 KB in UTF-16.</summary>
    private const int MaxMessageCharacters = 50 * 1024;

    /// <summary>How long Teams takes to answer a send. Setting <c>latency</c>, default zero.</summary>
    private readonly TimeSpan _latency = configuration.GetValue("latency", TimeSpan.Zero);

    /// <summary>POST v3/conversations/{id}/activities</summary>
    public async Task<IResult> SendAsync(string id, HttpContext context)
    {
        var (conversation, refusal) = Enter(id, conversation => conversation.Sending, context);
        if (conversation is null)
            return refusal!;

        var (message, wrong) = await ReadAsync(context);
        if (message is null)
            return wrong!;

        var fault = await MeetFaultAsync(conversation, context);
        var accepted = fault is null or { Accepts: true }
            ? log.Accept(id, conversation.Tenant.Id, TextOf(message), CardOf(message)?.ToJsonString() ?? "", context.Request.Headers.TraceParent.ToString())
            : null;
        // The person sees the message now. The bot gets its answer later.
        if (_latency > TimeSpan.Zero)
            await Task.Delay(_latency, context.RequestAborted);
        return fault is null ? Results.Json(new { id = accepted!.Id }, statusCode: StatusCodes.Status201Created) : await FailAsync(fault, context);
    }

    /// <summary>PUT v3/conversations/{id}/activities/{activityId}</summary>
    public async Task<IResult> UpdateAsync(string id, string activityId, HttpContext context)
    {
        var (conversation, refusal) = Enter(id, conversation => conversation.Sending, context);
        if (conversation is null)
            return refusal!;

        var (message, wrong) = await ReadAsync(context);
        if (message is null)
            return wrong!;
        if (await MeetFaultAsync(conversation, context) is { } fault)
            return await FailAsync(fault, context);
        return log.Update(id, activityId, TextOf(message), CardOf(message)?.ToJsonString() ?? "")
            ? Results.Json(new { id = activityId })
            : Error(StatusCodes.Status404NotFound, "ActivityNotFoundInConversation", "The activity was not found.");
    }

    /// <summary>GET v3/conversations/{id}/members/{userId}</summary>
    public async Task<IResult> MemberAsync(string id, string userId, HttpContext context)
    {
        var (conversation, refusal) = Enter(id, conversation => conversation.Reading, context);
        if (conversation is null)
            return refusal!;

        if (await MeetFaultAsync(conversation, context) is { } fault)
            return await FailAsync(fault, context);
        return conversation.People.FirstOrDefault(person => userId == person.UserId || userId == person.AadObjectId) is { } person
            ? Results.Json(new { id = person.UserId, aadObjectId = person.AadObjectId, name = person.UserId, tenantId = conversation.Tenant.Id })
            : Error(StatusCodes.Status404NotFound, "MemberNotFoundInConversation", "The member was not found.");
    }

    /// <summary>POST v3/conversations. Opens the personal conversation with a person, or returns the existing one.</summary>
    public async Task<IResult> CreateAsync(HttpContext context)
    {
        log.Called();
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var tenantId = (string?)body?["tenantId"] ?? (string?)body?["channelData"]?["tenant"]?["id"];
        if (tenantId is null || body?["members"] is not JsonArray { Count: 1 } members || (string?)members[0]?["id"] is not { } userId)
            return Error(StatusCodes.Status400BadRequest, "BadSyntax", "A tenant and exactly one member are required.");
        if (population.FindPerson(tenantId, userId) is not { } person)
            return Error(StatusCodes.Status403Forbidden, "ForbiddenOperationException", "The app is not installed for this user.");

        var conversation = population.Open(tenantId, person);
        if (Refuse(conversation.Tenant, conversation.Sending, context) is { } refusal)
            return refusal;

        var fault = await MeetFaultAsync(conversation, context);
        if (fault is not null)
            return await FailAsync(fault, context);

        log.Opened();
        return Results.Json(new { id = conversation.Id }, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Returns the fault of this call, after its gate has opened; null when the call succeeds.</summary>
    private async Task<Fault?> MeetFaultAsync(Conversation conversation, HttpContext context)
    {
        var fault = population.NextFault(conversation);
        if (fault is not { Gate: { } gate })
            return fault;

        gate.Entered.TrySetResult();
        await gate.Open.Task.WaitAsync(context.RequestAborted);
        return fault.Kind == FaultKind.Hang ? null : fault;
    }

    /// <summary>Returns the conversation of a call. Returns the refusal when the conversation does not exist, or the limits have no room.</summary>
    private (Conversation? Conversation, IResult? Refusal) Enter(string id, Func<Conversation, SlidingLog> calls, HttpContext context)
    {
        log.Called();
        if (population.Find(id) is not { } conversation)
            return (null, Error(StatusCodes.Status404NotFound, "ConversationNotFound", "Conversation not found."));
        return Refuse(conversation.Tenant, calls(conversation), context) is { } refusal ? (null, refusal) : (conversation, null);
    }

    private IResult? Refuse(Tenant tenant, SlidingLog calls, HttpContext context)
    {
        var wait = tenant.Enter(calls, clock.GetUtcNow());
        if (wait <= TimeSpan.Zero)
            return null;

        log.Throttle();
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Error(StatusCodes.Status429TooManyRequests, "TooManyRequests", "API calls quota exceeded.");
    }

    private static async Task<(JsonNode? Message, IResult? Wrong)> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (body.Length > MaxMessageCharacters)
            return (null, Error(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", "The message is too big."));

        try
        {
            var message = JsonNode.Parse(body);
            if ((string?)message?["type"] == "message" && ((string?)message["text"] is { Length: > 0 } || CardOf(message) is not null))
                return (message, null);
        }
        catch (JsonException)
        {
            // Answered like any other body that is not a message.
        }

        return (null, Error(StatusCodes.Status400BadRequest, "BadSyntax", "The body is not a message with a text or an Adaptive Card."));
    }

    /// <summary>Returns the text of a message or, when it has a card only, the summary that a notification shows.</summary>
    private static string TextOf(JsonNode message) => (string?)message["text"] ?? (string?)message["summary"] ?? "";

    private static JsonNode? CardOf(JsonNode message) => message["attachments"] is JsonArray { Count: > 0 } attachments
        && (string?)attachments[0]?["contentType"] == "application/vnd.microsoft.card.adaptive" ? attachments[0]!["content"] : null;

    private static async Task<IResult> FailAsync(Fault fault, HttpContext context)
    {
        switch (fault.Kind)
        {
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Results.Empty;

            case FaultKind.Cut:
                context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
                return Results.Empty;

            default:
                if (fault.RetryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return Results.Text(fault.Body, statusCode: fault.Status);
        }
    }

    private static IResult Error(int status, string code, string message) => Results.Json(new { error = new { code, message } }, statusCode: status);
}
