using System.Globalization;
using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using Nudge.SchedulerService.Reminders;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage;

/// <summary>Brings a store to the schema that this version knows: forward only, one script after the other.</summary>
internal static class SchemaUpgrade
{
    /// <summary>The name of the setting that says into how many shards a store is divided.</summary>
    public const string ShardCount = "shard_count";

    /// <param name="store">The store to bring up to date.</param>
    /// <param name="scripts">The folder of its scripts, below that of the stores.</param>
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

    /// <exception cref="CannotStartException">The store is divided into another number of shards than this version divides it into.</exception>
    public static void CheckShards(string? stored)
    {
        if (stored != Shard.Count.ToString(CultureInfo.InvariantCulture))
            throw new CannotStartException($"the database is divided into {stored} shards, this version into {Shard.Count}.");
    }

    private static void RefuseNewer(UpgradeEngine upgrader)
    {
        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = upgrader.GetExecutedScripts().FirstOrDefault(script => !known.Contains(script));
        if (unknown is not null)
            throw new CannotStartException($"the database is from a newer version of Nudge (it has {unknown}); this version leaves it alone.");
    }
}
