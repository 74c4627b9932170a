namespace Nudge.SchedulerService.Schedules;

/// <summary>The FREQ of a recurrence rule, finest first.</summary>
internal enum Frequency
{
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}
