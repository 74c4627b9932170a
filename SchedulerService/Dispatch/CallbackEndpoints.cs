using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Where callbacks are: from the configuration, through service discovery.</summary>
internal sealed class CallbackEndpoints(ServiceEndpointResolver resolver, IOptions<CallbackOptions> options)
{
    /// <summary>The present endpoints of a target. An address that service discovery does not know is taken as it stands.</summary>
    public async Task<IReadOnlySet<Uri>> ResolveAsync(string target, CancellationToken cancellationToken)
    {
        var address = options.Value.Targets[target];
        var source = await resolver.GetEndpointsAsync(address.GetLeftPart(UriPartial.Authority), cancellationToken);
        return source.Endpoints.Select(endpoint => ToUri(address, endpoint.EndPoint)).ToHashSet();
    }

    private static Uri ToUri(Uri address, EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint dns => new UriBuilder(address) { Host = dns.Host, Port = dns.Port == 0 ? address.Port : dns.Port }.Uri,
        IPEndPoint ip => new UriBuilder(address) { Host = ip.Address.ToString(), Port = ip.Port == 0 ? address.Port : ip.Port }.Uri,
        // What the configuration lists is an address of its own.
        _ => new Uri(endpoint.ToString()!, UriKind.Absolute),
    };
}
