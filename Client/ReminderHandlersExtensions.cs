using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Nudge.Client;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the methods that deliver reminders, and the callback through which the scheduler calls them.</summary>
public static class ReminderHandlersExtensions
{
    /// <summary>
    /// Adds methods that deliver reminders. Receipts of the deliveries are kept in memory: see <see cref="MemoryReceiptStore"/> for what that guarantees,
    /// and <see cref="AddRedisReceipts"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="add">Adds the methods.</param>
    public static void AddReminderHandlers(this IHostApplicationBuilder builder, Action<ReminderHandlers> add)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        add(builder.Services.AddHandlers());
        builder.Services.TryAddSingleton<IReceiptStore, MemoryReceiptStore>();
        builder.Services.TryAddSingleton<ReceiptMetrics>();
        builder.Services.TryAddSingleton<UnrecordedOutcomes>();
        builder.Services.TryAddSingleton(services => new DeliveryReceipts(
            services.GetRequiredService<IReceiptStore>(), services.GetRequiredService<UnrecordedOutcomes>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ReceiptMetrics>(), services.GetRequiredService<ILogger<DeliveryReceipts>>()));
        builder.Services.TryAddSingleton(services => new Deliverer(
            services.GetRequiredService<HandlerTable>(), services.GetRequiredService<DeliveryReceipts>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Deliverer>>()));
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>(CallbackEndpoint.Configure);
    }

    /// <summary>Keeps the receipts of deliveries in Redis: see <see cref="RedisReceiptStore"/>. Takes the registered <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="builder">The application.</param>
    public static void AddRedisReceipts(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<IReceiptStore>(services => new RedisReceiptStore(services.GetRequiredService<IConnectionMultiplexer>().GetDatabase()));

    internal static ReminderHandlers AddHandlers(this IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(ReminderHandlers))?.ImplementationInstance is ReminderHandlers present)
            return present;

        var handlers = new ReminderHandlers();
        services.AddSingleton(handlers).AddSingleton<HandlerTable>();
        return handlers;
    }
}
