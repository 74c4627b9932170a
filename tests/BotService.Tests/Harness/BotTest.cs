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

    /// <summary>Says a text at 08:00 UTC on Monday, March 2, 2099.</summary>
    protected Task<string> SayInAsync(string zone, string text) => SayAtAsync("2099-03-02T08:00:00Z", text, zone);

    /// <summary>Says a text at a time.</summary>
    protected async Task<string> SayAtAsync(string time, string text, string zone = "UTC")
    {
        var said = Chat.Said(text);
        said["timestamp"] = time;
        said["entities"] = new[] { new { type = "clientInfo", timezone = zone } };
        await Bot.TakeAsync(said);
        return Chat.Messages.Last().Text;
    }

    /// <summary>Says a text to the bot, and returns its answer.</summary>
    protected async Task<string> SayAsync(string text)
    {
        await Bot.TakeAsync(Chat.Said(text));
        return Chat.Messages.Last().Text;
    }
}
