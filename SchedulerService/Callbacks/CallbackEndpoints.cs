using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Resolves the endpoints of callbacks from the configuration, through service discovery.</summary>
internal sealed class CallbackEndpoints(ServiceEndpointResolver resolver, IOptions<CallbackOptions> options)
{
    /// <summary>Returns the current endpoints of a target. An address that service discovery does not know is returned unchanged.</summary>
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
        // An endpoint that the configuration lists is a complete URI.
        _ => new Uri(endpoint.ToString()!, UriKind.Absolute),
    };
}
