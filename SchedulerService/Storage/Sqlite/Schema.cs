using System.Globalization;
using DbUp;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The schema, brought up to date by the one process that has the file open.</summary>
internal static class Schema
{
    /// <exception cref="ServiceDefaults.CannotStartException">The database is from a newer version, or was divided into another number of shards.</exception>
    public static void Migrate(string connectionString)
    {
        SchemaUpgrade.Run(DeployChanges.To.SqliteDatabase(connectionString), "Sqlite");

        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var statements = new PreparedStatements(connection);
        statements.Execute(
            "insert into setting (name, value) values (@1, @2) on conflict do nothing",
            SchemaUpgrade.ShardCount,
            Shard.Count.ToString(CultureInfo.InvariantCulture));
        SchemaUpgrade.CheckShards((string?)statements.Scalar("select value from setting where name = @1", SchemaUpgrade.ShardCount));
    }
}
