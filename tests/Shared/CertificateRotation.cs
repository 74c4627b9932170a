using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Nudge.Servers;
using Xunit;

namespace Nudge.Tests;

/// <summary>Replaces the certificate of a service under load.</summary>
public static class CertificateRotation
{
    private const int Callers = 8;
    private const int CallsPerConnection = 10;
    private const int Rotations = 3;

    /// <summary>Replaces the certificate three times while callers open connections. Fails when a call fails.</summary>
    /// <param name="mounted">The certificate that the service serves.</param>
    /// <param name="port">The port of the service on this machine.</param>
    /// <param name="call">Makes a call with a handler that trusts the certificate.</param>
    public static async Task VerifyAsync(MountedCertificate mounted, int port, Func<HttpMessageHandler, Task> call)
    {
        using var end = new CancellationTokenSource();
        var calls = new ConcurrentBag<int>();
        var load = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () => calls.Add(await CallAsync(mounted, call, end.Token)))).ToList();
        for (var i = 0; i < Rotations; i++)
        {
            var next = mounted.Rotate();
            await Eventually.HoldsAsync("connection with the new certificate", async () => await ThumbprintAsync(mounted, port) == next);
        }

        await end.CancelAsync();
        await Task.WhenAll(load);
        Assert.All(calls, count => Assert.True(count > 0));
    }

    /// <summary>Returns the thumbprint of the certificate that a new connection is shown.</summary>
    public static async Task<string> ThumbprintAsync(MountedCertificate mounted, int port)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false);
        var trust = mounted.Trust();
        (trust.TargetHost, trust.ApplicationProtocols) = ("localhost", [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);
        await tls.AuthenticateAsClientAsync(trust, TestContext.Current.CancellationToken);
        return ((X509Certificate2)tls.RemoteCertificate!).Thumbprint;
    }

    /// <summary>Calls until the end, with a new connection after some calls.</summary>
    /// <returns>The number of calls.</returns>
    private static async Task<int> CallAsync(MountedCertificate mounted, Func<HttpMessageHandler, Task> call, CancellationToken end)
    {
        var count = 0;
        while (!end.IsCancellationRequested)
        {
            using var handler = new SocketsHttpHandler { SslOptions = mounted.Trust() };
            for (var i = 0; i < CallsPerConnection; i++, count++)
                await call(handler);
        }

        return count;
    }
}
