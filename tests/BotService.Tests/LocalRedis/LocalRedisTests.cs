using Nudge.Teams;
using Nudge.Servers;
using Nudge.Tests;
using StackExchange.Redis;

namespace Nudge.BotService.Tests.LocalRedis;

public sealed class LocalRedisTests
{
    [Fact]
    public async Task Kill_WhileWriting_KeepsEveryAcknowledgedWrite()
    {
        await using var redis = new LocalRedisProcess();
        await redis.InitializeAsync();
        var acknowledged = await WriteUntilAsync(redis, written: 500, redis.KillAsync);

        await redis.StartAsync();

        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        for (var number = 0; number < acknowledged; number++)
        {
            Assert.Equal(number, (int)await database.StringGetAsync($"string:{number}"));
            Assert.Equal(number, (int)await database.HashGetAsync($"hash:{number}", "field"));
        }
    }

    [Fact]
    public async Task Kill_AfterScripts_KeepsTheirWrites()
    {
        await using var redis = new LocalRedisProcess();
        await redis.InitializeAsync();
        var conversation = new ConversationReference("a", new Uri("http://127.0.0.1")) { TenantId = "tenant" };
        await using (var before = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString))
        {
            var limiter = new CallLimiter(before.GetDatabase());
            for (var i = 0; i < 7; i++)
                Assert.True((await limiter.EnterAsync(conversation)).IsGranted);
            await limiter.HoldAsync(conversation, TimeSpan.FromMinutes(1));
            await before.GetDatabase().StringSetAsync("after", "the scripts");
        }

        await redis.KillAsync();
        await redis.StartAsync();

        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.Equal("the scripts", await connection.GetDatabase().StringGetAsync("after"));
        Assert.Equal(8, await connection.GetDatabase().ListLengthAsync("nudge:calls:{tenant}:a"));
        Assert.InRange((await new CallLimiter(connection.GetDatabase()).EnterAsync(conversation)).Wait.TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task StandardInput_Closed_EndsTheServer()
    {
        await using var redis = new LocalRedisProcess();
        var process = await redis.StartAsync();

        process.CloseInput();

        Assert.Equal(0, await process.ExitAsync());
    }

    [Fact]
    public async Task Start_PortTaken_EndsWithOneLine()
    {
        await using var redis = new LocalRedisProcess();
        await redis.InitializeAsync();

        await RefusesAsync("cannot be used", "--port", $"{redis.Port}", "--data", Path.Combine(redis.Folder, "another"));
    }

    [Fact]
    public async Task Start_DataFolderIsAFile_EndsWithOneLine()
    {
        await using var redis = new LocalRedisProcess();
        var file = Path.Combine(redis.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await RefusesAsync("the data folder cannot be written to", "--port", $"{redis.Port}", "--data", file);
    }

    [Theory]
    [InlineData]
    [InlineData("--port", "0", "--data", "x")]
    [InlineData("--port", "6379")]
    public Task Start_WrongArguments_EndsWithTheUsage(params string[] args) => RefusesAsync("usage: LocalRedis", args);

    /// <summary>Writes one value after the other, and kills the server during a write, after the given number of acknowledged writes.</summary>
    /// <returns>The number of acknowledged writes.</returns>
    private static async Task<int> WriteUntilAsync(LocalRedisProcess redis, int written, Func<Task> kill)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        Task? killing = null;
        for (var number = 0; ; number++)
        {
            try
            {
                var transaction = database.CreateTransaction();
                _ = transaction.StringSetAsync($"string:{number}", number);
                _ = transaction.HashSetAsync($"hash:{number}", "field", number);
                await transaction.ExecuteAsync();
            }
            catch (Exception failure) when (failure is RedisException or RedisTimeoutException)
            {
                await killing!;
                return number;
            }

            if (number == written)
                killing = kill();
        }
    }

    private static async Task RefusesAsync(string why, params string[] args)
    {
        await using var redis = ChildProcess.StartProject("LocalRedis", args);
        Assert.Contains(why, await RefusedStart.LineAsync(redis), StringComparison.Ordinal);
    }
}
