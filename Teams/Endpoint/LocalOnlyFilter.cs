using System.Net;
using Microsoft.AspNetCore.Http;

namespace Nudge.Teams;

/// <summary>
/// Accepts only requests of programs on this machine. A local tunnel or reverse proxy forwards remote requests and adds X-Forwarded headers. A web
/// page in a local browser is remote code and sends an Origin header.
/// </summary>
public sealed class LocalOnlyFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isLocal = context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        var isRemote = request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Origin", StringComparison.OrdinalIgnoreCase));

        return isLocal && !isRemote
            ? await next(context)
            : Results.Text("this endpoint accepts only programs on the bot's own machine", statusCode: StatusCodes.Status403Forbidden);
    }
}
