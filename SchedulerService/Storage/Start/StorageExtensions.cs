using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Storage.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

internal static class StorageExtensions
{
    private const string ConnectionName = "reminders";

    /// <summary>
    /// Adds the store that the connection string <c>reminders</c> names: PostgreSQL when it has a <c>Host</c>, SQLite when it has a
    /// <c>Data Source</c>.
    /// </summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(NodeName.OfThisProcess);
        builder.Services.AddPostgresOptions();
        builder.Services.AddSingleton(Choose);
        builder.Services.AddSingleton(services => services.GetRequiredService<IStore>().Reminders);
        builder.Services.AddSingleton(services => services.GetRequiredService<IStore>().Sessions);
        builder.Services.AddSingleton(services => services.GetRequiredService<IStore>().Notices);
        builder.Services.AddHostedService<PendingMetrics>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store", failureStatus: null, tags: [], timeout: StoreHealth.Timeout);
        return builder;
    }

    /// <summary>Opens the store. A service calls this before it serves anything, so that an unusable store stops the start.</summary>
    /// <exception cref="CannotStartException">The store cannot be used.</exception>
    public static Task OpenStoreAsync(this IServiceProvider services) => services.GetRequiredService<IStore>().OpenAsync();

    private static IStore Choose(IServiceProvider services)
    {
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionName)
            ?? throw new CannotStartException($"the connection string '{ConnectionName}' is missing. Set ConnectionStrings__{ConnectionName}.");
        var settings = ConnectionStringText.Read(connectionString);
        if (Has("Host", "Server"))
            return ActivatorUtilities.CreateInstance<PostgresStore>(services, connectionString);
        if (Has("Data Source", "DataSource", "Filename"))
            return ActivatorUtilities.CreateInstance<SqliteStore>(services, connectionString);
        throw new CannotStartException($"the connection string '{ConnectionName}' names neither a Host (PostgreSQL) nor a Data Source (SQLite).");

        bool Has(params string[] keywords) => keywords.Any(settings.ContainsKey);
    }
}
