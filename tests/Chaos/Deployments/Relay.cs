using System.Net;
using System.Net.Sockets;

namespace Nudge.Chaos.Deployments;

/// <summary>
/// Forwards connections from one address to another. The services accept unauthenticated callers of their own machine only, so a service in another
/// network namespace is reached from loopback to loopback, over the link between two relays.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    /// <summary>The hidden command that runs relays in a process of their own.</summary>
    public const string Command = "relay";

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public Relay(IPEndPoint address, IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(address);
        // A port with connections in TIME_WAIT can be used again at once.
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Runs relays until standard input ends.</summary>
    /// <param name="routes">The relays, as <c>address:port=address:port</c>.</param>
    public static async Task<int> RunAsync(IEnumerable<string> routes)
    {
        var relays = routes.Select(route => route.Split('=')).Select(ends => new Relay(IPEndPoint.Parse(ends[0]), IPEndPoint.Parse(ends[1]))).ToList();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Only the end of the input matters.
        }

        foreach (var relay in relays)
            await relay.DisposeAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient(_target.AddressFamily) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target, _stop.Token);
            await await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), far.GetStream().CopyToAsync(near.GetStream(), _stop.Token));
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // The connection has ended, or nothing listens at the target.
        }
    }
}
