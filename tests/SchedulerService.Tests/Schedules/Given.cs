using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using NodaTime;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;
using Calendar = Nudge.SchedulerService.Schedules.Calendar;
using Instant = Nudge.SchedulerService.Timing.Instant;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Schedules and calendars for tests.</summary>
internal static class Given
{
    /// <summary>Returns a calendar with the built-in time-zone data, unless other data is given.</summary>
    public static Calendar Calendar(TimeSpan? minInterval = null, IDateTimeZoneProvider? zones = null) =>
        new(new TimeZones(zones ?? DateTimeZoneProviders.Tzdb), Options.Create(new ScheduleOptions { MinInterval = minInterval ?? TimeSpan.FromMinutes(1) }));

    public static Schedule Cron(string expression, string zone) =>
        new() { Cron = new CronSchedule { Expression = expression, TimeZone = zone } };

    public static Schedule Rule(string rule, string start, string zone) =>
        new() { Recurrence = new RecurrenceSchedule { Rule = rule, Start = start, TimeZone = zone } };

    public static Schedule Until(this Schedule schedule, string end)
    {
        schedule.End = Timestamp.FromDateTimeOffset(Instant(end));
        return schedule;
    }

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Instant At(string text) => new(Instant(text).ToUnixTimeMilliseconds());

    /// <summary>Returns the next instants after one, as the zone's clock shows them: "2027-03-28T03:00:00+02:00".</summary>
    public static string[] Next(this Calendar calendar, Schedule schedule, string after, int count)
    {
        var zone = DateTimeZoneProviders.Tzdb[schedule.Cron?.TimeZone ?? schedule.Recurrence.TimeZone];
        return [.. calendar.After(schedule, At(after), Search.ForDelivery()).Take(count).Select(occurrence => Show(occurrence.At, zone))];
    }

    public static string Show(Instant at, DateTimeZone zone) =>
        NodaTime.Instant.FromUnixTimeMilliseconds(at.Milliseconds).InZone(zone).ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns what is wrong with a schedule when it is checked and resolved, each as "field: description". Empty if nothing is wrong.
    /// </summary>
    public static string Violations(this Calendar calendar, Schedule? schedule, string now = "2026-11-22T12:00:00Z")
    {
        var violations = new FieldViolations();
        calendar.Check(schedule, "schedule", violations);
        if (violations.Count == 0)
            calendar.First(schedule!, Instant(now), "schedule", violations);
        return violations.Count == 0 ? "" : Assert.Throws<InvalidFieldsException>(violations.ThrowIfAny).Message;
    }
}
