using Nudge.Servers;
using Nudge.Tests;
using StackExchange.Redis;

namespace Nudge.Client.Tests.Receipts;

public sealed class RedisReceiptStoreTests : ReceiptStoreConformance, IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    protected override IReceiptStore Store => new RedisReceiptStore(_connection!.GetDatabase());

    public async ValueTask InitializeAsync()
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        _server = await RedisServer.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync($"{_server.Address},allowAdmin=true");
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Find_ServerEnded_ThrowsAStoreException()
    {
        await _server!.DisposeAsync();
        _server = null;

        await Assert.ThrowsAsync<ReceiptStoreException>(() => Store.FindAsync("any"));
    }

    [Fact]
    public async Task ReplaceAndRemove_PresentReceipt_WatchNoKey()
    {
        Assert.True(await Store.ReplaceAsync("any", null, "first"));
        Assert.True(await Store.ReplaceAsync("any", "first", "second"));
        await Store.RemoveAsync("any", "second");

        // A client that watches a key holds its connection until the server has answered, and every other command waits.
        var statistics = await _connection!.GetServer(_server!.Address).InfoAsync("commandstats");
        var commands = statistics.SelectMany(section => section).Select(command => command.Key).ToList();
        Assert.DoesNotContain("cmdstat_watch", commands);
        Assert.Contains("cmdstat_set", commands);
    }
}
