using Nudge.BotService.Channel;

namespace Nudge.BotService.Teams;

internal static class TeamsHttpClient
{
    /// <summary>How long a connection is reused. A connection that is never closed would never query DNS again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds an HTTP client that sends to Teams. It follows no redirects, which would take the message elsewhere. It does not retry, because a
    /// repeated send reaches the user twice.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="addAuthentication">Adds the client's handlers that fetch tokens. When they fail, the request was certainly not sent.</param>
    public static void AddTeamsHttpClient(this IServiceCollection services, string name, Action? addAuthentication = null)
    {
        services.AddTransient<UnsentHandler>().AddTransient<ThrottlingHandler>().AddTransient<SentHandler>();
        services.AddHttpClient(name).AddHttpMessageHandler<UnsentHandler>();
        addAuthentication?.Invoke();
        services.AddHttpClient(name, client => client.Timeout = IChannel.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = IChannel.Timeout / 2, PooledConnectionLifetime = ConnectionLifetime })
            .AddHttpMessageHandler<ThrottlingHandler>()
            .AddHttpMessageHandler<SentHandler>();
    }
}
