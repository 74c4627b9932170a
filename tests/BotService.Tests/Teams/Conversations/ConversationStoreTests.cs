using Microsoft.Extensions.DependencyInjection;
using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Conversations;

public sealed class ConversationStoreTests(LocalRedisProcess redis) : BotTest(redis)
{
    private ConversationStore Store => Bot.Services.GetRequiredService<ConversationStore>();

    private ConversationReference Reference => new(Chat.Id, new Uri("http://localhost:1/one"))
    {
        TenantId = "tenant",
        UserId = Chat.UserId,
        ConversationType = "personal",
        Locale = "de-DE",
        TimeZone = "Europe/Berlin",
        BotId = "28:bot",
        BotName = "Nudge",
    };

    [Fact]
    public async Task Find_RememberedConversation_ReturnsTheWholeReference()
    {
        await Store.RememberAsync(Reference);

        Assert.Equal(Reference, await Store.FindAsync(Chat.Id));
        Assert.Equal(Reference, await Store.FindByUserAsync(Chat.UserId));
        Assert.Equal(Reference, await Store.FindLatestAsync());
    }

    [Fact]
    public async Task Remember_WithoutLocaleAndTimeZone_KeepsBothAndUpdatesTheRest()
    {
        await Store.RememberAsync(Reference);
        await Store.RememberAsync(Reference with { Locale = null, TimeZone = null, ServiceUrl = new Uri("http://localhost:1/two") });

        Assert.Equal(Reference with { ServiceUrl = new Uri("http://localhost:1/two") }, await Store.FindAsync(Chat.Id));
    }

    [Fact]
    public async Task Activity_WithLocaleAndTimeZone_StoresThem()
    {
        var entities = new object[] { new { type = "clientInfo", locale = "en-GB", timezone = "Europe/London" } };
        await Bot.TakeAsync(Chat.Activity("message", "1", new() { ["text"] = "hello", ["entities"] = entities }));
        await Bot.TakeAsync(Chat.Installed());

        var stored = await Store.FindAsync(Chat.Id);

        Assert.Equal(("en-GB", "Europe/London", "tenant", "28:bot"), (stored!.Locale, stored.TimeZone, stored.TenantId, stored.BotId));
    }

    [Fact]
    public async Task Forget_UserHasANewerConversation_KeepsTheNewerOne()
    {
        await Store.RememberAsync(Reference);
        var other = Reference with { ConversationId = "another" };
        await Store.RememberAsync(other);

        await Store.ForgetAsync(Chat.Id);

        Assert.Null(await Store.FindAsync(Chat.Id));
        Assert.Equal(other, await Store.FindByUserAsync(Chat.UserId));
        Assert.Equal(other, await Store.FindLatestAsync());
    }

    [Fact]
    public async Task Forget_OnlyConversation_KeepsOnlyThatItsUserIsOptedOut()
    {
        await Bot.TakeAsync(Chat.Activity("somethingNew", "1", []));

        await Store.ForgetAsync(Chat.Id);

        Assert.Equal(1, (long)await Bot.Redis.ExecuteAsync("DBSIZE"));
        Assert.True(await Bot.Services.GetRequiredService<Roster>().IsOptedOutAsync(Chat.UserId));
    }
}
