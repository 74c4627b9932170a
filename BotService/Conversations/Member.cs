namespace Nudge.BotService.Conversations;

/// <summary>Somebody in a group chat or a team that the bot is in, who may never have spoken to it.</summary>
/// <param name="UserId">The Microsoft Entra object id.</param>
/// <param name="AccountId">How Teams names them to this bot: "29:…".</param>
internal sealed record Member(string UserId, string AccountId);
