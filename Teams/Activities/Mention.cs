namespace Nudge.Teams;

/// <summary>A person whom a message mentions.</summary>
/// <param name="AccountId">The person's account id for this bot: "29:…".</param>
/// <param name="Name">The name, as the text has it.</param>
public sealed record Mention(string AccountId, string Name);
