namespace Nudge.BotService.Channel;

/// <summary>
/// Where the bot may send: to Teams and, in the Development environment, to this machine. Whoever got it to send elsewhere would read what people
/// are told, and have the token by which the bot is known.
/// </summary>
internal sealed class ServiceUrls(IHostEnvironment environment)
{
    /// <summary>Of the connector, worldwide. Others may have names under trafficmanager.net too.</summary>
    private const string Host = "smba.trafficmanager.net";

    /// <summary>Microsoft's own domains, of its clouds for governments too.</summary>
    private static readonly string[] Domains = [".teams.microsoft.com", ".teams.microsoft.us", ".botframework.com", ".botframework.us"];

    public bool IsAllowed(Uri serviceUrl) => serviceUrl.IsLoopback
        ? environment.IsDevelopment()
        : serviceUrl is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && (serviceUrl.IdnHost.Equals(Host, StringComparison.OrdinalIgnoreCase)
                || Array.Exists(Domains, domain => serviceUrl.IdnHost.EndsWith(domain, StringComparison.OrdinalIgnoreCase)));
}
