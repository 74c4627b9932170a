using System.Text.Json.Nodes;

namespace Nudge.Teams;

/// <summary>The answer to a click on a card.</summary>
public sealed class CardAnswer
{
    private CardAnswer(JsonObject? card, string text) => (Card, Text) = (card, text);

    /// <summary>Gets the card that takes the place of the clicked one; null to leave that as it is.</summary>
    internal JsonObject? Card { get; }

    internal string Text { get; }

    /// <summary>Replaces the card, for everyone in the conversation.</summary>
    /// <param name="card">The new card.</param>
    public static CardAnswer Replace(JsonObject card) => new(card, "");

    /// <summary>Replaces the card for everyone, and shows a text to the person who clicked. After Action.Submit, nothing shows the text.</summary>
    /// <param name="card">The new card.</param>
    /// <param name="text">The text.</param>
    public static CardAnswer ReplaceAndTell(JsonObject card, string text) => new(card, text);

    /// <summary>Leaves the card as it is, and shows a text to the person who clicked. After Action.Submit, the conversation gets the text.</summary>
    /// <param name="text">The text.</param>
    public static CardAnswer Tell(string text) => new(null, text);
}
