using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

internal static class RemindersExtensions
{
    private const int MaxAttempts = 20;

    /// <summary>The timeout of a call to the scheduler, its retries included. A person waits for the answer.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the client of the scheduler, and the callback that it calls when reminders are due.</summary>
    public static void AddReminders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new NotificationHandlers(Notifications.SendProactive, Notifications.SendText));
        builder.Services.AddSingleton<NotificationQueue>();
        builder.Services.AddSingleton<DeliveryReceipts>().AddSingleton<ReceiptMetrics>();
        builder.Services.AddSingleton<UnreachableRecipients>();
        builder.Services.AddSingleton<Deliverer>();
        builder.Services.AddSingleton<App>();

        builder.Services.AddGrpcClient<ReminderScheduler.ReminderSchedulerClient>(client =>
            {
                client.Address = new Uri("http://_grpc.scheduler");
                client.CallOptionsActions.Add(call =>
                    call.CallOptions = call.CallOptions.WithDeadline((call.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow() + CallTimeout).UtcDateTime));
            })
            .ConfigureChannel(channel =>
            {
                channel.MaxRetryAttempts = MaxAttempts;
                channel.ServiceConfig = new ServiceConfig { MethodConfigs = { RetryUnavailable } };
            });

        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.WebHost.ConfigureKestrel(CallbackEndpoint.Configure);
    }

    /// <summary>Maps the callback, and the endpoint <c>/remind-me</c>.</summary>
    public static void MapReminders(this WebApplication app)
    {
        app.Use(CallbackEndpoint.RefuseStrangers);

        // The Teams SDK makes its own authentication the default. The scheduler does not use it.
        app.MapGrpcService<ReminderCallback>().AllowAnonymous();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService().AllowAnonymous();
        app.MapRemindMe();
    }

    // Safe for every call: a call that creates a reminder carries a request_id. The deadline ends the retries.
    private static MethodConfig RetryUnavailable { get; } = new()
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
    };
}
