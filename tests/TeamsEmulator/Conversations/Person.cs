namespace Nudge.TeamsEmulator.Conversations;

/// <summary>A person, as a bot knows them.</summary>
/// <param name="AadObjectId">The Microsoft Entra object id, the same for every bot.</param>
/// <param name="UserId">The account id for this bot only: "29:…".</param>
public sealed record Person(string AadObjectId, string UserId);
