using Microsoft.Data.Sqlite;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Tests the start with data or settings that the scheduler cannot use: one clear line, exit code 2, and unchanged data.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_BrokenHeader_IsRefusedAndLeavesTheFile()
    {
        using var folder = await FolderWithDatabaseAsync();
        await PatchAsync(folder, offset: 0, "SQL?"u8.ToArray());

        await AssertRefusedAsync(folder, "its header is broken");
    }

    [Fact]
    public async Task Start_FileTooShort_IsRefusedAndLeavesTheFile()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("reminders.db"), "hello");

        await AssertRefusedAsync(folder, "its header is broken");
    }

    [Fact]
    public async Task Start_QuickCheckFails_IsRefusedAndLeavesTheFile()
    {
        using var folder = await FolderWithDatabaseAsync();
        // The first byte of a page is its type, except on the first page.
        var length = new FileInfo(folder.File("reminders.db")).Length;
        for (var page = 4096L; page < length; page += 4096)
            await PatchAsync(folder, page, [0xEE, 0xEE, 0xEE, 0xEE]);

        await AssertRefusedAsync(folder, "is damaged");
    }

    [Fact]
    public async Task Start_DatabaseOfANewerVersion_IsRefusedAndLeavesTheFile()
    {
        using var folder = await FolderWithDatabaseAsync();
        Execute(folder, "insert into SchemaVersions (ScriptName, Applied) values ('9999-the-future.sql', '2036-01-01')");

        await AssertRefusedAsync(folder, "newer version of Nudge");
    }

    [Fact]
    public async Task Start_DatabaseWithAnotherShardCount_IsRefusedAndLeavesTheFile()
    {
        using var folder = await FolderWithDatabaseAsync();
        Execute(folder, "update setting set value = '32' where name = 'shard_count'");

        await AssertRefusedAsync(folder, "divided into 32 shards");
    }

    [Fact]
    public async Task Start_FolderNotWritable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("file");
        await File.WriteAllTextAsync(file, "not a folder");

        await using var scheduler = SchedulerProcess.Start(Path.Combine(file, "data"));

        await AssertRefusedAsync(scheduler, "cannot be written");
        Assert.Equal("not a folder", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Start_FileUsedByAnotherScheduler_IsRefusedAndTheFirstContinues()
    {
        using var folder = new TemporaryFolder();
        await using var first = await SchedulerProcess.StartHealthyAsync(folder.Path);
        await using var second = SchedulerProcess.Start(folder.Path);

        await AssertRefusedAsync(second, "another scheduler uses the database");
        await first.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Start_PortInUse_ReportsIt()
    {
        using var folder = new TemporaryFolder();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var taken = (System.Net.IPEndPoint)listener.LocalEndpoint;

        await using var scheduler = SchedulerProcess.Start(folder.Path, environment: new() { ["Kestrel__Endpoints__grpc__Url"] = $"http://{taken}" });

        await AssertRefusedAsync(scheduler, $"Failed to bind to address http://{taken}: address already in use");
    }

    [Theory]
    [InlineData("Retention__Settled", "00:00:01", "Settled: The field RetentionOptions.Settled must be between 01:00:00 and 3653.00:00:00.")]
    [InlineData("Callbacks__MaxInFlight", "0", "MaxInFlight: The field CallbackOptions.MaxInFlight must be between 1 and 100000.")]
    [InlineData("Callbacks__MaxInFlight", "many", "'many' at 'Callbacks:MaxInFlight'")]
    [InlineData("Schedules__MinInterval", "soon", "'soon' at 'Schedules:MinInterval'")]
    public async Task Start_InvalidSetting_NamesIt(string setting, string value, string reason)
    {
        using var folder = new TemporaryFolder();

        await using var scheduler = SchedulerProcess.Start(folder.Path, environment: new() { [setting] = value });

        await AssertRefusedAsync(scheduler, reason);
    }

    [Fact]
    public async Task Start_TwoInvalidSettings_NamesBoth()
    {
        using var folder = new TemporaryFolder();

        await using var scheduler = SchedulerProcess.Start(
            folder.Path, environment: new() { ["Retention__Settled"] = "00:00:01", ["Postgres__PoolSize"] = "1" });

        await AssertRefusedAsync(scheduler, "RetentionOptions.Settled");
        await AssertRefusedAsync(scheduler, "PostgresOptions.PoolSize");
    }

    private static async Task<TemporaryFolder> FolderWithDatabaseAsync()
    {
        var folder = new TemporaryFolder();
        await using (var scheduler = await SchedulerHost.StartAsync(folder: folder))
        {
            for (var i = 0; i < 50; i++)
                await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), new string('x', 500)));
        }

        return folder;
    }

    private static async Task PatchAsync(TemporaryFolder folder, long offset, byte[] bytes)
    {
        await using var file = File.OpenWrite(folder.File("reminders.db"));
        file.Position = offset;
        await file.WriteAsync(bytes);
    }

    private static void Execute(TemporaryFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("reminders.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static async Task AssertRefusedAsync(TemporaryFolder folder, string reason)
    {
        var path = folder.File("reminders.db");
        var before = await File.ReadAllBytesAsync(path);
        await using var scheduler = SchedulerProcess.Start(folder.Path);

        await AssertRefusedAsync(scheduler, reason);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    private static async Task AssertRefusedAsync(SchedulerProcess scheduler, string reason) =>
        Assert.Contains(reason, await RefusedStart.LineAsync(scheduler.Process), StringComparison.Ordinal);
}
