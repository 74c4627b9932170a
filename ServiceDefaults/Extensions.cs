using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Nudge.ServiceDefaults;

/// <summary>The defaults of every service: telemetry, health checks, certificates, service discovery, and a stop when the parent process ends.</summary>
public static class Extensions
{
    private const string Live = "live";

    /// <summary>
    /// Adds telemetry, health checks, certificates and service discovery. HTTP clients get no resilience handler: it repeats POSTs, and a repeated
    /// message to Teams reaches the user twice.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddSingleton<Certificates>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(services => services.GetRequiredService<Certificates>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Certificates>());
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());

        var startup = new StartupErrors();
        builder.Services.AddSingleton(startup);
        startup.AddTo(builder.Logging);

        if (builder.Configuration.GetValue<bool>(ParentWatch.ConfigurationKey))
            builder.Services.AddSingleton<IHostLifetime, ParentLifetime>();

        return builder;
    }

    /// <summary>Maps <c>/health</c> (everything the service needs) and <c>/alive</c> (the process answers). Probes have no credential, and learn one word.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) }).AllowAnonymous();
        return app;
    }
}
