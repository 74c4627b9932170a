using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Tests.ManyNodes;

namespace Nudge.SchedulerService.Tests.Races;

[Collection(InRealTime.Name)]
public sealed class SqliteRaceTests : RaceTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override bool IsShared => false;

    public void Dispose() => _folder.Dispose();

    protected override Task<string> CreateStoreAsync() => Task.FromResult($"Data Source={_folder.File("reminders.db")}");

    protected override async Task<long> CountAsync(string store, string query)
    {
        await using var connection = new SqliteConnection($"{store};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
