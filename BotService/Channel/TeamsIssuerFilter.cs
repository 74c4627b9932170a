namespace Nudge.BotService.Channel;

/// <summary>Lets only tokens of Teams through. Any token of Entra for the bot's audience would pass the SDK, and could speak as any user.</summary>
internal sealed class TeamsIssuerFilter(string issuer) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.User.Claims.Any(claim => claim.Issuer == issuer || (claim.Type == "iss" && claim.Value == issuer))
            ? await next(context)
            : Results.Text("the token is not one of Teams", statusCode: StatusCodes.Status403Forbidden);
}
