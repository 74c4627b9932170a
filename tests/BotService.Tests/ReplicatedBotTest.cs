namespace Nudge.BotService.Tests;

/// <summary>A test of two whole bots on one Redis. Where a message goes says the conversation, so that one Teams has it of both.</summary>
public abstract class ReplicatedBotTest(LocalRedisProcess redis) : BotTest(redis), IAsyncLifetime
{
    protected BotHost Replica { get; } = new(redis);

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        // It empties Redis, as each test's bot does.
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

    /// <summary>Is called when both are up.</summary>
    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;
}
