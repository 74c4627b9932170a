using System.Net.Sockets;

namespace Nudge.AppHost.Plain;

/// <summary>Waits until a service answers.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Client = new() { Timeout = Patience };

    public static async Task WaitAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!await IsReadyAsync(endpoint, cancellationToken))
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    private static async Task<bool> IsReadyAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            if (endpoint.IsTcp)
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", endpoint.Port, cancellationToken);
                return true;
            }

            using var answer = await Client.GetAsync(new Uri($"{endpoint.Url}/health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is SocketException or HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
