namespace Nudge.BotService.Tests.Harness;

/// <summary>A test of two whole bots on one Redis. The stored service URL decides where a message goes, so both bots send to one fake Teams.</summary>
public abstract class ReplicatedBotTest(LocalRedisProcess redis) : BotTest(redis), IAsyncLifetime
{
    protected BotHost Replica { get; } = new(redis);

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        // Each bot empties Redis at its start, so both start before a test writes there.
        await Replica.InitializeAsync();
        await InitializeAsync();
        await PrepareAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Replica.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs when both bots are up.</summary>
    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;
}
