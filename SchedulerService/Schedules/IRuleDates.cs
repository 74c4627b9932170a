namespace Nudge.SchedulerService.Schedules;

/// <summary>The dates of a recurrence rule of a day and coarser, without times, positions, COUNT and UNTIL.</summary>
internal interface IRuleDates
{
    /// <summary>How far it is looked for the next date, in years: the longest that a rule leaves out is 40 (a Monday, the 29th of February).</summary>
    const int Years = 100;

    /// <summary>
    /// Lazily the dates from the beginning of the period (day, week, month or year) that a date belongs to, or of an earlier one, ascending.
    /// </summary>
    /// <exception cref="ScheduleFaultException">While enumerating: there is none for too long.</exception>
    IEnumerable<DateOnly> From(DateOnly date);
}
