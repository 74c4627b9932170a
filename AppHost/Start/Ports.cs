using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Nudge.AppHost;

/// <summary>The fixed ports of the resources. The setting <c>Ports:{resource}:{endpoint}</c> changes one of them.</summary>
internal static class Ports
{
    /// <summary>The longest wait for a taken port: an AppHost that was just stopped still holds its ports.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Applies the configured ports, and checks that each fixed port is free.</summary>
    /// <exception cref="CannotStartException">A port is taken, or a configured port is not a number from 1 to 65535.</exception>
    public static async Task CheckPortsAsync(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;

        var hasRandomPorts = builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts");
        foreach (var resource in builder.Resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var key = $"Ports:{resource.Name}:{endpoint.Name}";
                if (builder.Configuration[key] is { } configured)
                    endpoint.Port = Parse(key, configured);
                if (endpoint.Port is { } port && !(hasRandomPorts && endpoint.IsProxied) && !await IsFreeAsync(port))
                {
                    throw new CannotStartException(
                        $"port {port} is taken, and the {endpoint.Name} endpoint of {resource.Name} needs it. Stop the program that listens on it, or choose another port with --{key} PORT.");
                }
            }
        }
    }

    private static int Parse(string key, string configured) =>
        int.TryParse(configured, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new CannotStartException($"{key} is \"{configured}\". Set it to a port from 1 to {ushort.MaxValue}.");

    private static async Task<bool> IsFreeAsync(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (!CanListen(IPAddress.Loopback, port) || !CanListen(IPAddress.IPv6Loopback, port))
        {
            if (Stopwatch.GetElapsedTime(started) > Timeout)
                return false;
            await Task.Delay(Interval);
        }

        return true;
    }

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException failure)
        {
            // On a machine without IPv6, no program can listen on an IPv6 address.
            return failure.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
