using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Teams.Apps;
using Nudge.Teams;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds what a Teams bot needs to reach a user later.</summary>
public static class NudgeTeamsExtensions
{
    /// <summary>
    /// Adds <see cref="ProactiveApp"/>, which sends proactive messages, and <see cref="ConversationStore"/>. Takes the registered
    /// <see cref="IConnectionMultiplexer"/> of Redis, the Teams SDK's <see cref="TeamsBotApplication"/>, and the client of AddNudgeClient. The bot's
    /// conversations are recorded after <see cref="AspNetCore.Builder.NudgeTeamsEndpointExtensions.UseNudge"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    public static void AddNudgeTeams(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => provider.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        services.AddTeamsHttpClient();
        services.AddHttpContextAccessor();

        services.TryAddSingleton(provider => new ConversationStore(provider.GetRequiredService<IDatabase>()));
        services.TryAddSingleton<Roster>();
        services.TryAddSingleton<UnreachableRecipients>();
        services.TryAddSingleton<Contacts>();
        services.TryAddSingleton<CallLimiter>();
        services.TryAddSingleton<ServiceUrls>();
        services.TryAddSingleton<TeamsCalls>();
        services.TryAddSingleton<TeamsCallMetrics>();
        services.TryAddSingleton<Connector>();
        services.TryAddSingleton<ConversationOpener>();
        services.TryAddSingleton<TurnMiddleware>();
        services.TryAddSingleton(provider => new ProactiveApp(
            provider.GetRequiredService<Connector>(), provider.GetRequiredService<TeamsCalls>(), provider.GetRequiredService<ConversationStore>(),
            provider.GetRequiredService<ConversationOpener>(), provider.GetRequiredService<UnreachableRecipients>(), provider.GetRequiredService<ILogger<ProactiveApp>>()));
        services.AddHostedService<WarmUp>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Nudge.Teams.Telemetry.Name));
    }

    /// <summary>
    /// Adds the Teams SDK's <see cref="TeamsBotApplication"/> and the services of <see cref="AddNudgeTeams"/>, for a bot that maps its endpoint by
    /// <see cref="AspNetCore.Builder.NudgeTeamsEndpointExtensions.MapTeamsBot"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    public static void AddTeamsBot(this IHostApplicationBuilder builder)
    {
        var registration = new BotRegistration(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(registration);
        builder.AddNudgeTeams();
        // With a wrong registration the SDK fails later, and less clearly: MapTeamsBot names the fault.
        if (registration.WhyRefused() is not null)
            return;

        registration.CloseWhereRegistered();
        builder.Services.AddTeamsBotApplication();
    }
}
