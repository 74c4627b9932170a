namespace Nudge.BotService.Words;

/// <summary>A part of the day.</summary>
internal enum DayPart
{
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Midnight,
}
