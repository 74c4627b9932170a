using System.Text.Json;

namespace Nudge.BotService.Channel;

/// <summary>Answers an activity that cannot be read with a clear status, which also keeps Teams from repeating it.</summary>
internal sealed class BadActivityFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception failure) when (failure.GetBaseException() is BadHttpRequestException bad)
        {
            return Results.Text(bad.Message, statusCode: bad.StatusCode);
        }
        catch (JsonException)
        {
            return Results.Text("the activity is not JSON", statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
