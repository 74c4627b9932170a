using System.Net;
using System.Net.Sockets;

namespace Nudge.Servers;

internal static class Loopback
{
    /// <summary>Returns true when a program listens on a port of the loopback.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            // No program listens yet.
            return false;
        }
    }
}
