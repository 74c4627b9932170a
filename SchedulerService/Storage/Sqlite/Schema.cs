using System.Globalization;
using DbUp;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Migrates the schema. Only the process that has locked the file runs this.</summary>
internal static class Schema
{
    /// <summary>Migrates the database, and checks its number of shards.</summary>
    /// <exception cref="ServiceDefaults.CannotStartException">The database is from a newer version, or has another number of shards.</exception>
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
