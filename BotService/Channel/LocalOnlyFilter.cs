using System.Net;

namespace Nudge.BotService.Channel;

/// <summary>
/// Lets only programs on this machine through. A tunnel or a reverse proxy on this machine speaks for somebody elsewhere and
/// says so in X-Forwarded headers; a page in a browser on this machine is somebody else's too and comes with an Origin.
/// </summary>
internal sealed class LocalOnlyFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isLocal = context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        var isForSomebodyElse = request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Origin", StringComparison.OrdinalIgnoreCase));

        return isLocal && !isForSomebodyElse
            ? await next(context)
            : Results.Text("this is for programs on the bot's own machine", statusCode: StatusCodes.Status403Forbidden);
    }
}
