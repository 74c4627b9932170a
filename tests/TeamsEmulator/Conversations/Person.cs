namespace Nudge.TeamsEmulator.Conversations;

/// <summary>Somebody, as a bot knows them.</summary>
/// <param name="AadObjectId">The Microsoft Entra object id, the same for every bot.</param>
/// <param name="UserId">"29:…", for this bot alone.</param>
public sealed record Person(string AadObjectId, string UserId);
