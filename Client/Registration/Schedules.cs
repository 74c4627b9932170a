using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>Makes schedules. The scheduler checks their values.</summary>
public static class Schedules
{
    /// <summary>Returns a schedule with one instant, a delay after the scheduler receives the request.</summary>
    /// <param name="delay">The delay, from 0 to ten years.</param>
    public static Schedule After(TimeSpan delay) => new() { Delay = Duration.FromTimeSpan(delay) };

    /// <summary>Returns a schedule with one instant.</summary>
    /// <param name="instant">The instant, at most ten years ahead.</param>
    public static Schedule At(DateTimeOffset instant) => new() { At = Timestamp.FromDateTimeOffset(instant) };

    /// <summary>Returns a recurring schedule from a cron expression in Quartz' syntax.</summary>
    /// <param name="expression">Seconds, minutes, hours, day of month, month, day of week and, optionally, year: "0 0 9 ? * MON-FRI".</param>
    /// <param name="timeZone">The IANA name of the zone on whose clock the expression is evaluated: "Europe/Berlin".</param>
    public static Schedule Cron(string expression, string timeZone) => new() { Cron = new CronSchedule { Expression = expression, TimeZone = timeZone } };

    /// <summary>Returns a recurring schedule from an RFC 5545 recurrence rule.</summary>
    /// <param name="rule">The value of an RRULE property: "FREQ=WEEKLY;BYDAY=MO".</param>
    /// <param name="start">The wall-clock time from which the rule counts, without an offset.</param>
    /// <param name="timeZone">The IANA name of the zone on whose clock the rule is evaluated: "Europe/Berlin".</param>
    public static Schedule Rule(string rule, DateTime start, string timeZone) => new()
    {
        Recurrence = new RecurrenceSchedule { Rule = rule, Start = start.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), TimeZone = timeZone },
    };
}
