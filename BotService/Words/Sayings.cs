namespace Nudge.BotService.Words;

/// <summary>The sentences that the bot says in a language. Numbers in braces are replaced.</summary>
internal sealed record Sayings
{
    public required string Greeting { get; init; }

    public required string Proactive { get; init; }

    /// <summary>Gets the confirmation: the time and the text.</summary>
    public required string Remind { get; init; }

    /// <summary>Gets the confirmation of a reminder for others: the time, the text and the person.</summary>
    public required string RemindOther { get; init; }

    public required string Everyone { get; init; }

    /// <summary>Gets the form of a time after a delay: the delay and the instant.</summary>
    public required string WhenIn { get; init; }

    public required string WhenOn { get; init; }

    /// <summary>Gets the form of a series: its rule and its zone.</summary>
    public required string WhenSeries { get; init; }

    public required string Next { get; init; }

    public required string AskedBy { get; init; }

    public required string NotHere { get; init; }

    public required string MutedYou { get; init; }

    public required string Mute { get; init; }

    public required string Muted { get; init; }

    /// <summary>Gets the line of the settings about muted senders: all names, and one of them.</summary>
    public required string MutedList { get; init; }

    public required string Unmuted { get; init; }

    public required string NotMuted { get; init; }

    /// <summary>Gets what "forget me" would erase, and the words that do it.</summary>
    public required string ForgetMe { get; init; }

    public required string Forgotten { get; init; }

    public required string Undo { get; init; }

    public required string Edit { get; init; }

    public required string Pause { get; init; }

    public required string Resume { get; init; }

    public required string Cancel { get; init; }

    public required string Save { get; init; }

    public required string EditText { get; init; }

    public required string EditWhen { get; init; }

    public required string WhenExample { get; init; }

    public required string EditTime { get; init; }

    public required string TooLateToUndo { get; init; }

    public required string Snooze { get; init; }

    public required string SnoozeNextWeek { get; init; }

    public required string SnoozePick { get; init; }

    public required string PickDate { get; init; }

    public required string PickTime { get; init; }

    public required string PickBoth { get; init; }

    public required string NothingToSnooze { get; init; }

    public required string SnoozeWhen { get; init; }

    /// <summary>Gets a line of the list's card: the number and the text.</summary>
    public required string ListLine { get; init; }

    /// <summary>Gets the time of a reminder on the list's card: the instant, and how long that is from now or the rule.</summary>
    public required string ListTime { get; init; }

    public required string ListSooner { get; init; }

    public required string ListLater { get; init; }

    public required string OpenMessage { get; init; }

    public required string RemindAboutThis { get; init; }

    public required string WriteFirst { get; init; }

    public required string SchedulerAway { get; init; }

    /// <summary>Gets what the scheduler refused, in its own words.</summary>
    public required string Refused { get; init; }

    public required string NotYourList { get; init; }

    public required string StillPaused { get; init; }

    public required string EditDelivered { get; init; }

    public required string Back { get; init; }

    /// <summary>Gets what a form says about a time with several meanings: the meanings.</summary>
    public required string AskInForm { get; init; }

    public required string ReminderSettled { get; init; }

    public required string TooFar { get; init; }

    /// <summary>Gets the first day of a month in a date.</summary>
    public required string FirstDay { get; init; }

    public required string Help { get; init; }

    public required string NoUser { get; init; }

    public required string ListEmpty { get; init; }

    /// <summary>Gets a line of the list: the number, the text and the time.</summary>
    public required string ListItem { get; init; }

    public required string ListIn { get; init; }

    public required string ListPaused { get; init; }

    public required string ListSeries { get; init; }

    /// <summary>Gets the question after a command that lacks the number.</summary>
    public required string Which { get; init; }

    public required string Paused { get; init; }

    public required string Resumed { get; init; }

    public required string NothingToUndo { get; init; }

    /// <summary>Gets a person's settings: the zone, and the times of morning, noon, evening and night.</summary>
    public required string Settings { get; init; }

    public required string Changed { get; init; }

    /// <summary>Gets a duration of less than a second.</summary>
    public required string Moment { get; init; }

    public required string ListMore { get; init; }

    public required string Cancelled { get; init; }

    public required string CancelledLate { get; init; }

    public required string NotInList { get; init; }

    public required string NotScheduled { get; init; }

    public required string Done { get; init; }

    public required string SnoozeTwentyMinutes { get; init; }

    public required string SnoozeOneHour { get; init; }

    public required string SnoozeThreeHours { get; init; }

    public required string SnoozeTomorrow { get; init; }

    public required string SnoozedUntil { get; init; }

    public required string SnoozedBefore { get; init; }

    public required string NotYours { get; init; }

    public required string ReminderGone { get; init; }

    /// <summary>Gets the form of an instant: its date, its time and its zone.</summary>
    public required string At { get; init; }

    /// <summary>Gets the form of a date: the weekday, the month, the day and the year.</summary>
    public required string Date { get; init; }

    public required string Ask { get; init; }

    public required string Choice { get; init; }

    public required string Or { get; init; }

    public required string And { get; init; }

    public required string NoTime { get; init; }

    public required string NoText { get; init; }

    public required string TooLong { get; init; }

    public required string Past { get; init; }

    public required string Zone { get; init; }

    public required string NoZone { get; init; }

    public required string AssumedZone { get; init; }

    public required Dictionary<Unit, string> EveryUnit { get; init; }

    public required Dictionary<Unit, string> EveryUnits { get; init; }

    public required string EveryWorkday { get; init; }

    public required string EveryWeekday { get; init; }

    public required string OnWeekdays { get; init; }

    public required Dictionary<int, string> NthWeekday { get; init; }

    public required string MonthDay { get; init; }

    public required string LastDay { get; init; }

    /// <summary>Gets how an interval and a day of the month are combined.</summary>
    public required string WithRule { get; init; }

    public required string YearDay { get; init; }

    public required string AtTime { get; init; }

    public required string Until { get; init; }
}
