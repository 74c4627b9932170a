using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests that the bot erases what it keeps of a person.</summary>
public sealed class ForgetMeTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Theory]
    [InlineData("en", "forget me", "To do it: \"forget me now\"")]
    [InlineData("de", "Vergiss mich", "„vergiss mich jetzt“")]
    [InlineData("fr", "oublie-moi", "« oublie moi maintenant »")]
    public async Task ForgetMe_Unconfirmed_ErasesNothing(string locale, string text, string how)
    {
        await SayAsync("timezone Europe/Berlin");

        var said = Chat.Said(text);
        said["locale"] = locale;
        await Bot.TakeAsync(said);
        Assert.Contains(how, Chat.Messages.Last().Text, StringComparison.Ordinal);

        Assert.Empty(Bot.Scheduler.Forgotten);
        Assert.NotEmpty(await KeysAboutThePersonAsync());
    }

    [Theory]
    [InlineData("forget me now")]
    [InlineData("vergiss mich jetzt")]
    [InlineData("oublie-moi maintenant")]
    public async Task ForgetMeNow_LeavesNothingAboutThePerson(string text)
    {
        await Bot.TakeAsync(Chat.Installed());
        await Bot.TakeAsync(new Chat(Bot.Teams, "groupChat").Said("remind me in 5 minutes to meet"));
        await SayAsync("timezone Europe/Berlin");
        await SayAsync("morning 7:30");
        await SayAsync("remind me in 5 minutes to stretch");
        await SayAsync("remind me at 9 to see the doctor");
        await SayAsync("list");
        await Bot.Redis.HashSetAsync($"nudge:muted:{Chat.UserId}", "another", "Bob");

        await SayAsync(text);

        Assert.Equal(new Recipient { UserId = Chat.UserId }, Assert.Single(Bot.Scheduler.Forgotten));
        // The windows of the rate limits, and what the bot remembers in other chats, expire within two hours.
        foreach (var key in await KeysAboutThePersonAsync())
            Assert.InRange(await Bot.Redis.KeyTimeToLiveAsync(key) ?? TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromHours(2));
    }

    /// <summary>Returns the keys that name the person or the personal chat, in the key or in the value.</summary>
    private async Task<IReadOnlyList<RedisKey>> KeysAboutThePersonAsync()
    {
        var found = new List<RedisKey>();
        await foreach (var key in Bot.Redis.Multiplexer.GetServers()[0].KeysAsync(Bot.Redis.Database))
        {
            var content = $"{key} {string.Join(' ', await ContentAsync(key))}";
            if (content.Contains(Chat.UserId, StringComparison.Ordinal) || content.Contains(Chat.Id, StringComparison.Ordinal) || content.Contains("doctor", StringComparison.Ordinal))
                found.Add(key);
        }

        return found;
    }

    private async Task<IEnumerable<string>> ContentAsync(RedisKey key) => await Bot.Redis.KeyTypeAsync(key) switch
    {
        RedisType.String => [(await Bot.Redis.StringGetAsync(key)).ToString()],
        RedisType.Hash => (await Bot.Redis.HashGetAllAsync(key)).Select(entry => entry.ToString()),
        RedisType.List => (await Bot.Redis.ListRangeAsync(key)).Select(value => value.ToString()),
        RedisType.SortedSet => (await Bot.Redis.SortedSetRangeByRankAsync(key)).Select(value => value.ToString()),
        RedisType.None => [],
        var other => throw new InvalidOperationException($"the key {key} has the type {other}, which this test cannot read"),
    };
}
