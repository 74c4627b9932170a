using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

/// <summary>
/// Accepts every caller on this machine as the owner "anonymous". The Development environment uses it when no access is configured. A local tunnel or reverse
/// proxy forwards calls of other machines, and adds X-Forwarded headers.
/// </summary>
internal sealed class LoopbackHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Loopback";

    private static readonly AuthenticationTicket Anonymous = new(Caller.PrincipalOf("anonymous", Scopes.All, [], Scheme), Scheme);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
            ? AuthenticateResult.Success(Anonymous)
            : AuthenticateResult.Fail("without a configured access, only callers on this machine are accepted"));
}
