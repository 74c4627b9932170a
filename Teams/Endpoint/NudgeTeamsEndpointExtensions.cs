using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Teams.Apps;
using Nudge.Teams;
using Nudge.V1;
using StackExchange.Redis;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Connects a Teams bot to its endpoint and to Nudge.</summary>
public static class NudgeTeamsEndpointExtensions
{
    private const long MaxActivityBytes = 1024 * 1024;

    private static readonly (Type Service, string Call)[] NeededServices =
    [
        (typeof(TurnMiddleware), "builder.AddNudgeTeams()"),
        (typeof(IConnectionMultiplexer), "builder.AddRedisClient(\"redis\")"),
        (typeof(ReminderScheduler.ReminderSchedulerClient), "builder.AddNudgeClient(\"scheduler\")"),
    ];

    /// <summary>
    /// Records every conversation in which the bot is active, so that <see cref="ProactiveApp"/> can send to it later. Within a turn, registrations of reminders
    /// have the activity's idempotency key: a turn that Teams repeats registers nothing twice.
    /// </summary>
    /// <param name="teams">The bot.</param>
    /// <param name="services">The services of the application.</param>
    /// <returns>The bot.</returns>
    /// <exception cref="InvalidOperationException">A service that Nudge needs is missing. The message names the call that adds it.</exception>
    public static TeamsBotApplication UseNudge(this TeamsBotApplication teams, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(teams);
        ArgumentNullException.ThrowIfNull(services);
        var present = services.GetRequiredService<IServiceProviderIsService>();
        foreach (var (service, call) in NeededServices)
        {
            if (!present.IsService(service))
                throw new InvalidOperationException($"UseNudge needs {service.Name}: add {call} before builder.Build()");
        }

        teams.UseMiddleware(services.GetRequiredService<TurnMiddleware>());
        return teams;
    }

    /// <summary>
    /// Maps the endpoint to which Teams posts activities, and calls <see cref="UseNudge"/>. The endpoint answers an unreadable activity with 400, which
    /// Teams does not repeat. It accepts only tokens that Teams issued or, for a bot without a registration in the Development environment, only callers
    /// on the same machine.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="path">The path of the endpoint.</param>
    /// <returns>The bot, to which handlers can be added.</returns>
    /// <exception cref="OptionsValidationException">The bot's registration is incomplete or wrong. The message names the setting.</exception>
    public static TeamsBotApplication MapTeamsBot(this WebApplication app, string path = "/api/messages")
    {
        ArgumentNullException.ThrowIfNull(app);
        var registration = app.Services.GetRequiredService<BotRegistration>();
        if (registration.WhyRefused() is { } reason)
            throw new OptionsValidationException("AzureAd", typeof(BotRegistration), [reason]);

        var messages = app.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BadActivityFilter>().WithMetadata(new ActivitySizeLimit());
        messages.AddEndpointFilter(registration.IsOpen ? new LocalOnlyFilter() : new TeamsIssuerFilter(registration.TokenIssuer));
        return messages.UseTeamsBotApplication(path).UseNudge(app.Services);
    }

    private sealed class ActivitySizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MaxActivityBytes;
    }
}
