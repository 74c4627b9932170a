using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace Nudge.Teams;

internal static class TeamsHttpClient
{
    /// <summary>The name of the HTTP client that the Teams SDK sends with.</summary>
    public const string Name = "BotConversationClient";

    /// <summary>How long a connection is reused. A connection that is never closed would never query DNS again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Changes the HTTP client of the Teams SDK. It follows no redirects, which would take the message elsewhere. It does not retry, because a repeated
    /// send reaches the user twice.
    /// </summary>
    public static void AddTeamsHttpClient(this IServiceCollection services)
    {
        services.TryAddTransient<UnsentHandler>();
        services.TryAddTransient<ThrottlingHandler>();
        services.TryAddTransient<SentHandler>();

        var client = services.AddHttpClient(Name, client => client.Timeout = Connector.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Connector.Timeout / 2, PooledConnectionLifetime = ConnectionLifetime });
        // EXTEXP0001: the method is experimental. An application's defaults for HTTP clients, such as Aspire's, often retry.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001

        // Configured last, whatever the order of the registrations: the SDK's handlers, which fetch tokens, are between the first handler and the others.
        services.PostConfigure<HttpClientFactoryOptions>(Name, options => options.HttpMessageHandlerBuilderActions.Add(builder =>
        {
            builder.AdditionalHandlers.Insert(0, builder.Services.GetRequiredService<UnsentHandler>());
            builder.AdditionalHandlers.Add(builder.Services.GetRequiredService<ThrottlingHandler>());
            builder.AdditionalHandlers.Add(builder.Services.GetRequiredService<SentHandler>());
        }));
    }
}
