using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Nudge.SchedulerService.Api;

internal static class ApiExtensions
{
    /// <summary>Beyond it, new connections are refused. The store and the callbacks need some of the process's handles.</summary>
    private const int MaxConnections = 10_000;

    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    /// <summary>Adds the gRPC services: the scheduler, health and reflection.</summary>
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            // A caller whose machine is gone does not close its connection.
            kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
        });
        builder.Services.AddGrpc(options => options.Interceptors.Add<ErrorInterceptor>());
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddSingleton<ReminderValidator>();
        builder.Services.AddSingleton<CalendarTurns>().AddSingleton<FirstOccurrence>();
        builder.Services.AddSingleton<Registrar>().AddSingleton<RegistrationMetrics>();
        builder.Services.AddSingleton<BulkRegistration>();
        builder.Services.AddSingleton<ReminderEditor>();
        builder.Services.AddSingleton<BulkEditor>();
        builder.Services.AddSingleton<SchedulePreview>();
        builder.Services.AddSingleton<LaneList>();
        builder.Services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section);
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<StoreFailures>();
        builder.Services.AddSingleton<CallDrain>().AddHostedService(services => services.GetRequiredService<CallDrain>());
        builder.Services.AddSingleton<ReminderWatch>().AddHostedService(services => services.GetRequiredService<ReminderWatch>());
        return builder;
    }

    /// <summary>Maps the gRPC services and adds the middleware that ends their calls when the scheduler stops.</summary>
    public static WebApplication MapApi(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<CallDrain>().RunAsync);
        app.MapGrpcService<ReminderSchedulerService>();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService();
        return app;
    }
}
