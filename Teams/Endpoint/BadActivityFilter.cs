using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Nudge.Teams;

/// <summary>Answers an unreadable activity with a clear status, which also stops Teams from repeating it.</summary>
internal sealed class BadActivityFilter(ServiceUrls serviceUrls) : IEndpointFilter
{
    private const int BufferedInMemory = 64 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            var serviceUrl = await CheckAsync(context.HttpContext.Request);
            serviceUrls.Check(serviceUrl);
            return IsOfToken(serviceUrl, context.HttpContext.User)
                ? await next(context)
                : Results.Text("the token is for another serviceUrl", statusCode: StatusCodes.Status403Forbidden);
        }
        catch (Exception failure) when (failure.GetBaseException() is BadHttpRequestException bad)
        {
            return Results.Text(bad.Message, statusCode: bad.StatusCode);
        }
        catch (JsonException failure)
        {
            return Results.Text(failure.Path is { Length: > 1 } path ? $"the activity cannot be read at {path}" : "the activity is not JSON", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Reads the activity before its receiver does. The Teams SDK answers an unreadable activity with 500.</summary>
    /// <returns>The activity's service URL.</returns>
    private static async Task<Uri> CheckAsync(HttpRequest request)
    {
        request.EnableBuffering(BufferedInMemory);
        using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        var serviceUrl = ServiceUrlOf(json);
        request.Body.Position = 0;
        return serviceUrl;
    }

    /// <summary>
    /// Reads the activity. Refuses invalid UTF-8, and half of a surrogate pair, which JSON can escape: no reader of the activity can read them.
    /// </summary>
    private static Uri ServiceUrlOf(JsonDocument json)
    {
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            json.WriteTo(writer);
            var activity = json.Deserialize<ActivityJson>(ActivityJson.Options);
            return ActivityReader.Read(activity ?? throw new BadHttpRequestException("the activity is null")).Conversation.ServiceUrl;
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("the activity has text that is not Unicode");
        }
    }

    /// <summary>
    /// Returns false when the token names another service URL than the activity. A caller could otherwise redirect the bot's messages. A token
    /// does not have to name a service URL.
    /// </summary>
    private static bool IsOfToken(Uri serviceUrl, ClaimsPrincipal caller) =>
        caller.FindFirst("serviceurl") is not { } claim
        || string.Equals(claim.Value.TrimEnd('/'), serviceUrl.OriginalString.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
