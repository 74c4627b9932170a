namespace Nudge.BotService.Words;

/// <summary>A unit of time.</summary>
internal enum Unit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
