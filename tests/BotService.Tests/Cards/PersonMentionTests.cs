using Nudge.BotService.Cards;

namespace Nudge.BotService.Tests.Cards;

/// <summary>Tests that a name cannot add markup to a card.</summary>
public sealed class PersonMentionTests
{
    [Theory]
    [InlineData("Bob O'Neil-Smith Jr.", "<at>Bob O'Neil-Smith Jr.</at>")]
    [InlineData("Zoë 日本", "<at>Zoë 日本</at>")]
    [InlineData("प्रिया", "<at>प्रिया</at>")]
    [InlineData("𝒜lice", "<at>𝒜lice</at>")]
    [InlineData("**Bob**", "<at>Bob</at>")]
    [InlineData("</at><at>Eve", "<at>at  at Eve</at>")]
    [InlineData("[Bob](https://example.com)", "<at>Bob  https   example.com</at>")]
    public void Text_OfAnyName_HasNoMarkup(string name, string text)
    {
        var mention = PersonMention.Of("id", name)!;

        Assert.Equal(text, mention.Text);
        Assert.Equal((text, text[4..^5]), ((string)mention.ToEntity()["text"]!, (string)mention.ToEntity()["mentioned"]!["name"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("🎉")]
    [InlineData("***")]
    public void Mention_OfANameWithoutLetters_IsLeftOut(string name) => Assert.Null(PersonMention.Of("id", name));
}
