using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

/// <summary>Authenticates callers by their API key.</summary>
internal sealed class ApiKeyHandler(ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(ApiKey.Header, out var stated))
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(stated is [{ } key] && keys.Find(key) is { } client
            ? AuthenticateResult.Success(new AuthenticationTicket(client, Scheme))
            : AuthenticateResult.Fail("the API key is not valid"));
    }
}
