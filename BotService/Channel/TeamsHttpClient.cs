namespace Nudge.BotService.Channel;

internal static class TeamsHttpClient
{
    /// <summary>How long a send may take. Receipts count on it: see <c>DeliveryReceipts</c>.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is used: a client that lives as long as the process would never ask DNS again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes a client fit to send to Teams: no redirects, which would take the message elsewhere, and no retries, because a send
    /// that is repeated reaches the user twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="addAuthentication">Adds the client's handlers that fetch tokens. What fails there is certainly not sent.</param>
    public static void AddTeamsHttpClient(this IServiceCollection services, string name, Action? addAuthentication = null)
    {
        services.AddTransient<UnsentHandler>().AddTransient<ThrottlingHandler>().AddTransient<SentHandler>();
        services.AddHttpClient(name).AddHttpMessageHandler<UnsentHandler>();
        addAuthentication?.Invoke();
        services.AddHttpClient(name, client => client.Timeout = SendTimeout)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = SendTimeout / 2, PooledConnectionLifetime = ConnectionLifetime })
            .AddHttpMessageHandler<ThrottlingHandler>()
            .AddHttpMessageHandler<SentHandler>();
    }
}
