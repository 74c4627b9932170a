using System.Net;
using System.Net.Sockets;

namespace Nudge.AppHost.Plain;

/// <summary>Where a resource listens, on the loopback only. The port is chosen once, so a restarted process gets it again.</summary>
internal sealed record Endpoint(string Name, int Port)
{
    /// <summary>Whether it is spoken to over TCP without HTTP.</summary>
    public bool IsTcp => Name == "tcp";

    // A plain TCP server listens on IPv4 alone, and "localhost" may be tried as IPv6 first.
    public string Authority => $"{(IsTcp ? "127.0.0.1" : "localhost")}:{Port}";

    public string Url => $"http://{Authority}";

    /// <summary>Takes <paramref name="preferredPort"/>, or a free port where something else listens on that one.</summary>
    public static Endpoint Choose(string name, int preferredPort) => new(name, IsFree(preferredPort) ? preferredPort : FreePort());

    private static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            // The address itself is missing here (no IPv6 loopback): then nothing else listens there either.
            return failure.SocketErrorCode != SocketError.AccessDenied;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            if (IsFree(port))
                return port;
        }
    }
}
