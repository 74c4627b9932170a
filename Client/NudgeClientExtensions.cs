using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http;
using Nudge.Client;
using Nudge.V1;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the client of a Nudge scheduler.</summary>
public static class NudgeClientExtensions
{
    private const string Section = "Aspire:Nudge:Client";
    private const int MaxAttempts = 20;

    /// <summary>
    /// Adds <see cref="NotificationQueue"/>, which registers reminders, and the generated client <see cref="ReminderScheduler.ReminderSchedulerClient"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The name of the scheduler: of its connection string, or of its resource in the AppHost.</param>
    /// <param name="configureSettings">Changes the settings, after the configuration.</param>
    public static void AddNudgeClient(this IHostApplicationBuilder builder, string connectionName, Action<NudgeClientSettings>? configureSettings = null)
    {
        var settings = builder.AddClient(connectionName, configureSettings);
        builder.Services.AddTransient(services => CreateClient(services, connectionName));
        builder.Services.AddSingleton(services => CreateQueue(services, connectionName, settings));
    }

    /// <summary>Adds the same services as <see cref="AddNudgeClient"/> under a key, for an application with several schedulers.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The key of the services, and the name of the scheduler.</param>
    /// <param name="configureSettings">Changes the settings, after the configuration.</param>
    public static void AddKeyedNudgeClient(this IHostApplicationBuilder builder, string name, Action<NudgeClientSettings>? configureSettings = null)
    {
        var settings = builder.AddClient(name, configureSettings);
        builder.Services.AddKeyedTransient(name, (services, _) => CreateClient(services, name));
        builder.Services.AddKeyedSingleton(name, (services, _) => CreateQueue(services, name, settings));
    }

    private static NudgeClientSettings AddClient(this IHostApplicationBuilder builder, string name, Action<NudgeClientSettings>? configureSettings)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var settings = new NudgeClientSettings();
        builder.Configuration.GetSection(Section).Bind(settings);
        builder.Configuration.GetSection($"{Section}:{name}").Bind(settings);
        if (builder.Configuration.GetConnectionString(name) is { Length: > 0 } address)
            settings.Endpoint = AddressOf(name, address);
        configureSettings?.Invoke(settings);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHandlers();
        builder.Services.AddGrpcClient<ReminderScheduler.ReminderSchedulerClient>(name, client => client.Address = settings.EndpointOf(name))
            .ConfigureChannel(RetryUnavailable)
            .AddInterceptor(services => new SchedulerCalls(settings.EndpointOf(name), settings.CallTimeout, services.GetRequiredService<TimeProvider>()));
        if (settings.ApiKey is { Length: > 0 } apiKey)
            builder.Services.PostConfigure<HttpClientFactoryOptions>(name, options => options.HttpMessageHandlerBuilderActions.Add(handlers => handlers.AdditionalHandlers.Add(new ApiKeyHandler(apiKey))));
        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddGrpcClient<Health.HealthClient>($"{name}-health", client => client.Address = settings.EndpointOf(name))
                .AddInterceptor(services => new SchedulerCalls(settings.EndpointOf(name), settings.CallTimeout, services.GetRequiredService<TimeProvider>()));
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                $"nudge-{name}", services => new SchedulerHealthCheck(services.GetRequiredService<GrpcClientFactory>().CreateClient<Health.HealthClient>($"{name}-health")), failureStatus: null, tags: null));
        }

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(Telemetry.Name));
        if (!settings.DisableMetrics)
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        return settings;
    }

    private static Uri AddressOf(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new InvalidOperationException($"ConnectionStrings:{name} is not the address of a scheduler's gRPC endpoint, such as http://localhost:5081");

    private static ReminderScheduler.ReminderSchedulerClient CreateClient(IServiceProvider services, string name) =>
        services.GetRequiredService<GrpcClientFactory>().CreateClient<ReminderScheduler.ReminderSchedulerClient>(name);

    private static NotificationQueue CreateQueue(IServiceProvider services, string name, NudgeClientSettings settings) =>
        new(CreateClient(services, name), services.GetRequiredService<HandlerTable>(), services.GetRequiredService<ReminderHandlers>().Json, settings.Target);

    // Safe for every call: a call that creates a reminder carries a request_id. The deadline ends the retries.
    private static void RetryUnavailable(GrpcChannelOptions channel)
    {
        channel.MaxRetryAttempts = MaxAttempts;
        channel.ServiceConfig = new ServiceConfig
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = MaxAttempts,
                        InitialBackoff = TimeSpan.FromMilliseconds(200),
                        MaxBackoff = TimeSpan.FromSeconds(1),
                        BackoffMultiplier = 2,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        };
    }
}
