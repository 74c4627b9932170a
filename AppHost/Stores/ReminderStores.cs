using System.Data.Common;
using Npgsql;

namespace Nudge.AppHost;

/// <summary>The store of the reminders: a given server, a PostgreSQL container, or a SQLite file.</summary>
internal static class ReminderStores
{
    /// <summary>Adds the store that <c>ConnectionStrings:{name}</c> of the AppHost names.</summary>
    /// <returns>The store; null when no connection string is given.</returns>
    /// <exception cref="CannotStartException">The connection string cannot be parsed, or names no store.</exception>
    public static IResourceBuilder<IResourceWithConnectionString>? FindGivenReminders(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.Configuration.GetConnectionString(name) is not { Length: > 0 } given)
            return null;

        var store = builder.AddConnectionString(name).WithIconName("Database");
        if (!IsPostgres(name, given))
            return store;

        builder.Services.AddHealthChecks().AddNpgSql(given, name: name);
        return store.WithHealthCheck(name);
    }

    /// <summary>
    /// Adds a PostgreSQL database that outlives its container. Aspire generates its password once and keeps it in the user's secrets.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddDurablePostgres(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddPostgres("postgres").WithDataVolume().AddDatabase(name);

    /// <summary>Adds a SQLite file, which only one scheduler can use.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddSqliteFile(this IDistributedApplicationBuilder builder, string name, string path) =>
        builder.AddConnectionString(name, ReferenceExpression.Create($"Data Source={path}")).WithIconName("Database");

    /// <summary>Returns true when any number of schedulers can share the store.</summary>
    public static bool IsPostgres(this IResourceBuilder<IResourceWithConnectionString> store) =>
        store.Resource is PostgresDatabaseResource || store.Resource.Annotations.OfType<HealthCheckAnnotation>().Any();

    // The parsers' messages can contain the password, so the error does not show them.
    private static bool IsPostgres(string name, string given)
    {
        try
        {
            var keywords = new DbConnectionStringBuilder { ConnectionString = given };
            if (keywords.ContainsKey("Data Source") || keywords.ContainsKey("DataSource") || keywords.ContainsKey("Filename"))
                return false;
            if (new NpgsqlConnectionStringBuilder(given).Host is { Length: > 0 })
                return true;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new CannotStartException($"ConnectionStrings:{name} cannot be parsed. PostgreSQL takes Host=…;Username=…;Password=…;Database=…, SQLite takes Data Source=….");
        }

        throw new CannotStartException($"ConnectionStrings:{name} names neither a Host (PostgreSQL) nor a Data Source (SQLite). Set one of them.");
    }
}
