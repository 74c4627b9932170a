namespace Nudge.SchedulerService.Api;

internal static class ApiExtensions
{
    /// <summary>Adds the gRPC services: the scheduler, health and reflection.</summary>
    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
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
