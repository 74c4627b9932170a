using Microsoft.AspNetCore.Http;

namespace Nudge.Teams;

/// <summary>Accepts only tokens that Teams issued. The SDK accepts any Entra token for the bot's audience; its owner could speak as any user.</summary>
internal sealed class TeamsIssuerFilter(string issuer) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.User.Claims.Any(claim => claim.Issuer == issuer || (claim.Type == "iss" && claim.Value == issuer))
            ? await next(context)
            : Results.Text("the token was not issued by Teams", statusCode: StatusCodes.Status403Forbidden);
}
