namespace Nudge.Teams;

/// <summary>A user in a group chat or team that the bot is in. The user may never have written to the bot.</summary>
/// <param name="UserId">The Microsoft Entra object id.</param>
/// <param name="AccountId">The user's account id for this bot: "29:…".</param>
internal sealed record Member(string UserId, string AccountId);
