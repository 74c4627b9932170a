using Nudge.SchedulerService.Storage.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

internal static class StorageExtensions
{
    private const string ConnectionName = "reminders";

    /// <summary>Adds the store that the connection string <c>reminders</c> names.</summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(NodeName.OfThisProcess);
        builder.Services.AddSingleton(services => SqliteDatabase.Open(ConnectionString(services)));
        builder.Services.AddSingleton<IReminderStore, SqliteReminderStore>();
        builder.Services.AddSingleton<IShardSession, SqliteShardSession>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
        return builder;
    }

    /// <summary>Opens the store, so that a service that cannot use it says so before it serves anything.</summary>
    /// <exception cref="CannotStartException">It cannot be used.</exception>
    public static Task OpenStoreAsync(this IServiceProvider services)
    {
        services.GetRequiredService<SqliteDatabase>();
        return Task.CompletedTask;
    }

    private static string ConnectionString(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName)
        ?? throw new CannotStartException($"there is no connection string '{ConnectionName}' (ConnectionStrings__{ConnectionName}).");
}
