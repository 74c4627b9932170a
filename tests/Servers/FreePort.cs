using System.Net;
using System.Net.Sockets;

namespace Nudge.Servers;

/// <summary>Finds free ports on the loopback, for programs that get their port as an argument.</summary>
public static class FreePort
{
    /// <summary>
    /// The start of the range, which lies below the ephemeral ports of Linux. An outgoing connection could take an ephemeral port before the program listens.
    /// </summary>
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _last = Random.Shared.Next(Count);

    /// <summary>Returns a free port. The same port comes again only after thousands of calls in this process.</summary>
    /// <exception cref="InvalidOperationException">Every port of the range is taken.</exception>
    public static int Find()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"every port from {First} to {First + Count - 1} is taken");
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
