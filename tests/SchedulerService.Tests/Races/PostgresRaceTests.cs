using Npgsql;
using Nudge.SchedulerService.Tests.ManyNodes;

namespace Nudge.SchedulerService.Tests.Races;

[Collection(InRealTime.Name)]
public sealed class PostgresRaceTests(PostgresCluster postgres) : RaceTests
{
    protected override bool IsShared => true;

    protected override Task<string> CreateStoreAsync() => postgres.CreateDatabaseAsync();

    protected override async Task<long> CountAsync(string store, string query)
    {
        await using var connection = new NpgsqlConnection(store);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
