using System.Globalization;
using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using Nudge.SchedulerService.Reminders;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

/// <summary>Migrates a store to the schema of this version. Migrations only go forward, one script at a time.</summary>
internal static class SchemaUpgrade
{
    /// <summary>The name of the setting that holds the number of shards of a store.</summary>
    public const string ShardCount = "shard_count";

    /// <summary>Runs the migrations that the store has not run yet.</summary>
    /// <param name="store">The store to migrate.</param>
    /// <param name="scripts">The folder of the store's scripts, below the folder Storage.</param>
    /// <exception cref="CannotStartException">The database is from a newer version, or could not be migrated.</exception>
    public static void Run(UpgradeEngineBuilder store, string scripts)
    {
        var upgrader = store
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains($".{scripts}.Migrations.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();

        RefuseNewer(upgrader);

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
            throw new CannotStartException($"the database could not be migrated: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    /// <summary>Checks that the store has the number of shards that this version uses.</summary>
    /// <exception cref="CannotStartException">The store has another number of shards.</exception>
    public static void CheckShards(string? stored)
    {
        if (stored != Shard.Count.ToString(CultureInfo.InvariantCulture))
        {
            throw new CannotStartException(
                $"the database is divided into {stored} shards, but this version uses {Shard.Count}. "
                + "Start the version that created the database, or use another database.");
        }
    }

    private static void RefuseNewer(UpgradeEngine upgrader)
    {
        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = upgrader.GetExecutedScripts().FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
            throw new CannotStartException($"the database is from a newer version of Nudge (it has {unknown}). It was not changed; start the newer version.");
    }
}
