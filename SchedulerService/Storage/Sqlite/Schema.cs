using System.Globalization;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Brings a database to the schema that this version knows: forward only, one script after the other.</summary>
internal static class Schema
{
    private const string ShardCount = "shard_count";

    /// <exception cref="CannotStartException">The database is from a newer version, or was divided into another number of shards.</exception>
    public static void Migrate(string connectionString)
    {
        var upgrader = DeployChanges.To
            .SqliteDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Sqlite.Migrations.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();

        RefuseNewer(upgrader);

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
            throw new CannotStartException($"the database could not be migrated: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);

        CheckShards(connectionString);
    }

    private static void RefuseNewer(UpgradeEngine upgrader)
    {
        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = upgrader.GetExecutedScripts().FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
            throw new CannotStartException($"the database is from a newer version of Nudge (it has {unknown}); this version leaves it alone.");
    }

    private static void CheckShards(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var statements = new PreparedStatements(connection);
        var count = Shard.Count.ToString(CultureInfo.InvariantCulture);
        statements.Execute("insert into setting (name, value) values (@1, @2) on conflict do nothing", ShardCount, count);
        var stored = (string?)statements.Scalar("select value from setting where name = @1", ShardCount);
        if (stored != count)
            throw new CannotStartException($"the database is divided into {stored} shards, this version into {count}.");
    }
}
