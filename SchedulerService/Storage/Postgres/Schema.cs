using System.Globalization;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using Npgsql;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Brings a database to the schema that this version knows: forward only, one script after the other, one node at a time.</summary>
internal static class Schema
{
    private const string ShardCount = "shard_count";

    /// <exception cref="CannotStartException">The database is from a newer version, or was divided into another number of shards.</exception>
    public static async Task MigrateAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        // Held by the session: it is free when this ends, however it ends.
        await connection.ExecuteAsync($"select pg_advisory_lock({AdvisoryLock.Migration}, 0)");
        Upgrade(connectionString);
        await CheckShardsAsync(connection);
    }

    private static void Upgrade(string connectionString)
    {
        var upgrader = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Postgres.Migrations.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();

        RefuseNewer(upgrader);

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
            throw new CannotStartException($"the database could not be migrated: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    private static void RefuseNewer(UpgradeEngine upgrader)
    {
        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = upgrader.GetExecutedScripts().FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
            throw new CannotStartException($"the database is from a newer version of Nudge (it has {unknown}); this version leaves it alone.");
    }

    private static async Task CheckShardsAsync(NpgsqlConnection connection)
    {
        var count = Reminders.Shard.Count.ToString(CultureInfo.InvariantCulture);
        await connection.ExecuteAsync(
            "insert into setting (name, value) values ($1, $2) on conflict do nothing", Parameter.Text(ShardCount), Parameter.Text(count));
        await using var command = connection.Statement("select value from setting where name = $1", Parameter.Text(ShardCount));
        var stored = (string?)await command.ExecuteScalarAsync();
        if (stored != count)
            throw new CannotStartException($"the database is divided into {stored} shards, this version into {count}.");
    }
}
