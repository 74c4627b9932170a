namespace Nudge.BotService.Memory;

/// <summary>A time that a person can choose.</summary>
/// <param name="Schedule">The schedule, as JSON of the contract.</param>
/// <param name="Rule">A series in words; null for one time.</param>
internal sealed record Choice(string Schedule, string? Rule);
