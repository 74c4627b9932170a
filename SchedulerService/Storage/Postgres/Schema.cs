using System.Globalization;
using DbUp;
using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Migrates the schema. One node does so at a time.</summary>
internal static class Schema
{
    /// <summary>Migrates the database, and checks its number of shards.</summary>
    /// <exception cref="ServiceDefaults.CannotStartException">The database is from a newer version, or has another number of shards.</exception>
    public static async Task MigrateAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        // The session holds the lock, so the lock is released even if this node dies.
        await connection.ExecuteAsync($"select pg_advisory_lock({AdvisoryLock.Migration}, 0)");
        SchemaUpgrade.Run(DeployChanges.To.PostgresqlDatabase(connectionString), "Postgres");

        await connection.ExecuteAsync(
            "insert into setting (name, value) values ($1, $2) on conflict do nothing",
            Parameter.Text(SchemaUpgrade.ShardCount),
            Parameter.Text(Shard.Count.ToString(CultureInfo.InvariantCulture)));
        await using var command = connection.Statement("select value from setting where name = $1", Parameter.Text(SchemaUpgrade.ShardCount));
        SchemaUpgrade.CheckShards((string?)await command.ExecuteScalarAsync());
    }
}
