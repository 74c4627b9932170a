namespace Nudge.BotService.Channel;

internal static class TeamsHttpClient
{
    /// <summary>How long a send may take. Receipts count on it: see <c>DeliveryReceipts</c>.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Makes a client fit to send to Teams: no redirects, which would take the message elsewhere, and no retries, because a send
    /// that is repeated reaches the user twice.
    /// </summary>
    public static void AddTeamsHttpClient(this IServiceCollection services, string name)
    {
        services.AddTransient<ThrottlingHandler>();
        services.AddHttpClient(name, client => client.Timeout = SendTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = SendTimeout / 2 })
            .AddHttpMessageHandler<ThrottlingHandler>();
    }
}
