using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Nudge.Teams;

/// <summary>
/// Decides where the bot may send: to Teams and, in the Development environment, to this machine. Any other server would receive people's messages
/// and the bot's token.
/// </summary>
internal sealed class ServiceUrls(IHostEnvironment environment)
{
    /// <summary>The connector's host, worldwide. Other owners can have names under trafficmanager.net too.</summary>
    private const string Host = "smba.trafficmanager.net";

    /// <summary>Microsoft's own domains, including those of its government clouds.</summary>
    private static readonly string[] Domains = [".teams.microsoft.com", ".teams.microsoft.us", ".botframework.com", ".botframework.us"];

    /// <exception cref="BadHttpRequestException">The bot may not send to an activity's service URL.</exception>
    public void Check(Uri serviceUrl)
    {
        if (!IsAllowed(serviceUrl))
            throw new BadHttpRequestException("the activity's serviceUrl is not a Teams address", StatusCodes.Status403Forbidden);
    }

    public bool IsAllowed(Uri serviceUrl) => serviceUrl.IsLoopback
        ? environment.IsDevelopment()
        : serviceUrl is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && (serviceUrl.IdnHost.Equals(Host, StringComparison.OrdinalIgnoreCase)
                || Array.Exists(Domains, domain => serviceUrl.IdnHost.EndsWith(domain, StringComparison.OrdinalIgnoreCase)));
}
