using System.Text.Json;

namespace Nudge.BotService.Channel;

/// <summary>Answers an activity that cannot be read with a clear status, which also keeps Teams from repeating it.</summary>
internal sealed class BadActivityFilter : IEndpointFilter
{
    private const int BufferedInMemory = 64 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            await CheckAsync(context.HttpContext.Request);
            return await next(context);
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

    /// <summary>Reads the activity once before its receiver does: the Teams SDK answers one that it cannot read with 500.</summary>
    private static async Task CheckAsync(HttpRequest request)
    {
        request.EnableBuffering(BufferedInMemory);
        var activity = await JsonSerializer.DeserializeAsync<ActivityJson>(request.Body, ActivityJson.Options, request.HttpContext.RequestAborted);
        ActivityReader.Read(activity ?? throw new BadHttpRequestException("the activity is null"));
        request.Body.Position = 0;
    }
}
