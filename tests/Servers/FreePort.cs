using System.Net;
using System.Net.Sockets;

namespace Nudge.Servers;

/// <summary>A port on the loopback that nobody listens on: for programs that have to be told theirs.</summary>
public static class FreePort
{
    /// <summary>Below those that Linux gives to connections that go out: one of these may take the port before the program listens on it.</summary>
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port that this process has not been given before, but for thousands of calls ago.</summary>
    public static int Find()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"somebody listens on every port from {First} to {First + Count - 1}");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
