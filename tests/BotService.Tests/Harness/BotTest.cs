namespace Nudge.BotService.Tests.Harness;

/// <summary>A test of the running bot. It fails when the bot logs an unexpected error.</summary>
public abstract class BotTest(LocalRedisProcess redis) : IAsyncLifetime
{
    protected BotHost Bot { get; } = new(redis);

    protected Chat Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Bot.InitializeAsync();
        Chat = new Chat(Bot.Teams, "personal");
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
