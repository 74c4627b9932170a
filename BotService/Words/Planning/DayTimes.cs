using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>When the parts of the day are, for a person.</summary>
internal sealed record DayTimes(LocalTime Morning, LocalTime Noon, LocalTime Evening, LocalTime Night)
{
    public static readonly DayTimes Default = new(new LocalTime(9, 0), new LocalTime(12, 0), new LocalTime(19, 0), new LocalTime(22, 0));

    private static readonly LocalTime Afternoon = new(15, 0);

    /// <summary>Returns these times with another one for a part of the day. The afternoon and midnight are not changed.</summary>
    public DayTimes With(DayPart part, LocalTime time) => part switch
    {
        DayPart.Morning => this with { Morning = time },
        DayPart.Noon => this with { Noon = time },
        DayPart.Evening => this with { Evening = time },
        DayPart.Night => this with { Night = time },
        _ => this,
    };

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
