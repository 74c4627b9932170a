using System.Net;
using System.Net.Sockets;

namespace Nudge.Servers;

/// <summary>An address that forwards connections to another. New connections go to the current target; open connections stay with theirs.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile IPEndPoint _target;

    /// <summary>Forwards connections from a free port of the loopback to another port of it.</summary>
    public TcpProxy(int target)
        : this(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, target))
    {
    }

    /// <summary>Forwards connections from one address to another.</summary>
    public TcpProxy(IPEndPoint address, IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(address);
        // A port with connections in TIME_WAIT can be used again at once.
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sends new connections to another port of the loopback.</summary>
    public void SwitchTo(int target) => _target = new IPEndPoint(IPAddress.Loopback, target);

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

    /// <summary>Forwards data in both directions until one side ends.</summary>
    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        var target = _target;
        using var far = new TcpClient(target.AddressFamily) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(target, _stop.Token);
            await await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), far.GetStream().CopyToAsync(near.GetStream(), _stop.Token));
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // The connection has ended, or no program listens at the target.
        }
    }
}
