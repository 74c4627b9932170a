using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Teams.Apps;

/// <summary>Accepts each caller when the configuration says so, as the package does. Otherwise it accepts no caller: it cannot check a token.</summary>
internal sealed class UnauthenticatedCaller(IConfiguration configuration, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "TeamsStandIn";

    private static readonly string[] Sections = ["AzureAd", "Teams"];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(Sections.Any(section => configuration.GetValue<bool>($"{section}:DangerouslyAllowUnauthenticatedRequests"))
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme))
            : AuthenticateResult.NoResult());
}
