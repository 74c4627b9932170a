using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>When the parts of the day are, for a person.</summary>
internal sealed record DayTimes(LocalTime Morning, LocalTime Noon, LocalTime Evening, LocalTime Night)
{
    public static readonly DayTimes Default = new(new LocalTime(9, 0), new LocalTime(12, 0), new LocalTime(19, 0), new LocalTime(22, 0));

    private static readonly LocalTime Afternoon = new(15, 0);

    public LocalTime Of(DayPart part) => part switch
    {
        DayPart.Morning => Morning,
        DayPart.Noon => Noon,
        DayPart.Afternoon => Afternoon,
        DayPart.Evening => Evening,
        DayPart.Night => Night,
        _ => LocalTime.Midnight,
    };
}
