using Npgsql;

namespace Nudge.SchedulerService.Tests.Privacy;

[Collection(Tracing.Name)]
public sealed class PostgresPrivacyTests(PostgresCluster postgres) : PrivacyTests
{
    private string _database = "";

    private protected override async Task<Dictionary<string, string?>> SettingsAsync() =>
        new() { ["ConnectionStrings:reminders"] = _database = await postgres.CreateDatabaseAsync() };

    /// <summary>Returns the rows of each table, in PostgreSQL's binary format. The server's files keep deleted rows until a vacuum.</summary>
    private protected override async Task<byte[]> BytesAsync()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'", connection))
        await using (var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
                tables.Add(rows.GetString(0));
        }

        using var bytes = new MemoryStream();
        foreach (var table in tables)
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy (select * from {table}) to stdout (format binary)", TestContext.Current.CancellationToken);
            await copy.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }

        return bytes.ToArray();
    }
}
