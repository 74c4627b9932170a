using System.Net;
using Nudge.Servers;

namespace Nudge.Chaos.Deployments;

/// <summary>
/// Proxies in a process of their own. The services accept unauthenticated callers of their own machine only, so a service in another network namespace is
/// reached from loopback to loopback, over the link between two proxies.
/// </summary>
internal static class Relays
{
    /// <summary>The hidden command that runs the proxies.</summary>
    public const string Command = "relay";

    /// <summary>Runs proxies until standard input ends.</summary>
    /// <param name="routes">The addresses of the proxies and their targets, as <c>address:port=address:port</c>.</param>
    public static async Task<int> RunAsync(IEnumerable<string> routes)
    {
        var relays = routes.Select(route => route.Split('=')).Select(ends => new TcpProxy(IPEndPoint.Parse(ends[0]), IPEndPoint.Parse(ends[1]))).ToList();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Only the end of the input matters.
        }

        foreach (var relay in relays)
            await relay.DisposeAsync();
        return 0;
    }
}
