using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Invalid schedules. Every refusal names the field and the reason.</summary>
public sealed class ValidationTests
{
    private readonly Calendar _calendar = Given.Calendar();

    [Theory]
    [InlineData("", "is required")]
    [InlineData("* * * *", "needs 6 or 7 fields")]
    [InlineData("0 0 9 * * ? 2027 1", "needs 6 or 7 fields")]
    [InlineData("@daily", "needs 6 or 7 fields")]
    [InlineData("60 0 9 * * ?", "Minute and Second values must be between 0 and 59")]
    [InlineData("0 0 24 * * ?", "Hour values must be between 0 and 23")]
    [InlineData("0 0 9 0 * ?", "Day of month values must be between 1 and 31")]
    [InlineData("0 0 9 ? 13 1", "Month values must be between 1 and 12")]
    [InlineData("0 0 9 ? * 8", "Day-of-Week values must be between 1 and 7")]
    [InlineData("0 ? 9 * * ?", "'?' is not valid in the field minutes")]
    [InlineData("0 0 9 1,? * MON", "'?' is not valid in the field day of month")]
    [InlineData("0 0 9 ? FOO 1", "'FOO' is not valid in the field month")]
    [InlineData("0 0 9 ? * XYZ", "'XYZ' is not valid in the field day of week")]
    [InlineData("MON 0 9 * * ?", "'MON' is not valid in the field seconds")]
    [InlineData("0 5/- * * * ?", "'5/-' is not valid in the field minutes")]
    [InlineData("0 5/* * * * ?", "'5/*' is not valid in the field minutes")]
    [InlineData("0 0/0 * * * ?", "the step of '0/0' is zero")]
    [InlineData("0 */0 * * * ?", "the step of '*/0' is zero")]
    [InlineData("0 */-5 * * * ?", "'*/-5' is not valid")]
    [InlineData("0 1,,2 * * * ?", "'' is not valid in the field minutes")]
    [InlineData("0 0 9 ? * 2#1,4", "'#' applies to the whole day-of-week field")]
    [InlineData("0 0 9 ? * 2#6", "between 1 and 5 must follow the '#' option")]
    [InlineData("0 0 9 5C * ?", "'5C' is not valid in the field day of month")]
    [InlineData("0 H * * * ?", "'H' is not valid in the field minutes")]
    [InlineData("0 0 9 * * ? 99999", "'99999' is not valid in the field year")]
    [InlineData("0 0 9 * * ? 1970-2147483647", "is not valid in the field year")]
    [InlineData("0 0 9 30 2 ?", "gives no instant within the next 50 years")]
    [InlineData("0 0 9 * * ? 2020", "gives no instant within the next 50 years")]
    [InlineData("0 0 9 * * ? 2099", "gives no instant within the next 50 years")]
    public void Cron_Malformed_NamesTheField(string expression, string reason) =>
        AssertRefused(Given.Cron(expression, "Europe/Berlin"), "schedule.cron.expression: ", reason);

    [Theory]
    [InlineData("", "is required")]
    [InlineData("europe/berlin", "'europe/berlin' is not the IANA name")]
    [InlineData("Europe/Atlantis", "is not the IANA name")]
    [InlineData("W. Europe Standard Time", "is not the IANA name")]
    [InlineData("UTC+02:00", "is not the IANA name")]
    [InlineData("+02:00", "is not the IANA name")]
    [InlineData(" Europe/Berlin", "is not the IANA name")]
    [InlineData("Europe/BerlinEurope/BerlinEurope/BerlinEurope/BerlinEurope/Berlin", "has 65 characters, at most 64 are allowed")]
    public void Zone_Unknown_NamesTheField(string zone, string reason)
    {
        AssertRefused(Given.Cron("0 0 9 * * ?", zone), "schedule.cron.time_zone: ", reason);
        AssertRefused(Given.Rule("FREQ=DAILY", "2027-01-31T09:00:00", zone), "schedule.recurrence.time_zone: ", reason);
    }

    [Theory]
    [InlineData("", "is required")]
    [InlineData("2027-01-31", "without an offset")]
    [InlineData("2027-01-31T09:00", "without an offset")]
    [InlineData("2027-01-31T09:00:00Z", "without an offset")]
    [InlineData("2027-01-31T09:00:00+01:00", "without an offset")]
    [InlineData("2027-01-31T09:00:00.500", "to the second")]
    [InlineData("2027-02-30T09:00:00", "must be a date and time")]
    [InlineData("2027-01-31T24:00:00", "must be a date and time")]
    [InlineData("20270131T090000", "must be a date and time")]
    [InlineData("2027-01-31T09:00:00                       ", "has 42 characters, at most 32")]
    public void Start_Malformed_NamesTheField(string start, string reason) =>
        AssertRefused(Given.Rule("FREQ=DAILY", start, "Europe/Berlin"), "schedule.recurrence.start: ", reason);

    [Theory]
    [InlineData("", "is required")]
    [InlineData("RRULE:", "has an empty part")]
    [InlineData("EXRULE:FREQ=DAILY", "has no FREQ")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270131T090000\nRRULE:FREQ=DAILY", "Put its time into start, and its zone into time_zone")]
    [InlineData("RRULE:FREQ=DAILY\r\nDTSTART:20270131T090000Z", "Put its time into start, and its zone into time_zone")]
    [InlineData("INTERVAL=2", "has no FREQ")]
    [InlineData("FREQ=", "is not a part of the form NAME=VALUE")]
    [InlineData("FREQ=FORTNIGHTLY", "has the unknown FREQ 'FORTNIGHTLY'")]
    [InlineData("FREQ=DAILY;;", "has an empty part")]
    [InlineData("FREQ=DAILY;;INTERVAL=2", "has an empty part")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY", "has FREQ twice")]
    [InlineData("FREQ=DAILY;BYEASTER=0", "has the unknown part BYEASTER")]
    [InlineData("FREQ=DAILY;X-NAME=1", "has the unknown part X-NAME")]
    [InlineData("FREQ=DAILY;DTSTART=20270131T090000", "has the unknown part DTSTART")]
    [InlineData("FREQ=DAILY\nRDATE:20270131T090000", "unknown FREQ")]
    [InlineData("FREQ=DAILY\r\nEXDATE:20270131T090000", "unknown FREQ")]
    [InlineData("FREQ=DAILY; INTERVAL=2", "has the unknown part  INTERVAL")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "INTERVAL has '0', which is not a number from 1")]
    [InlineData("FREQ=DAILY;INTERVAL=99999999999", "INTERVAL has '99999999999'")]
    [InlineData("FREQ=DAILY;COUNT=0", "COUNT has '0'")]
    [InlineData("FREQ=DAILY;COUNT=-1", "COUNT has '-1'")]
    [InlineData("FREQ=DAILY;COUNT=99999999999", "COUNT has '99999999999'")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20280131T090000Z", "has both COUNT and UNTIL")]
    [InlineData("FREQ=DAILY;UNTIL=20280131", "UNTIL '20280131' is not a date and time")]
    [InlineData("FREQ=DAILY;UNTIL=20280230T090000Z", "is not a date and time")]
    [InlineData("FREQ=DAILY;WKST=MONDAY", "WKST has the unknown day 'MONDAY'")]
    [InlineData("FREQ=DAILY;BYSECOND=60", "BYSECOND has '60', which is not a number from 0 to 59")]
    [InlineData("FREQ=DAILY;BYMINUTE=1,,2", "BYMINUTE has ''")]
    [InlineData("FREQ=DAILY;BYHOUR=24", "BYHOUR has '24'")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY has 0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY has '32'")]
    [InlineData("FREQ=YEARLY;BYYEARDAY=-367", "BYYEARDAY has '-367'")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO has '54'")]
    [InlineData("FREQ=YEARLY;BYMONTH=13", "BYMONTH has '13'")]
    [InlineData("FREQ=YEARLY;BYMONTH=1;BYSETPOS=367", "BYSETPOS has '367'")]
    [InlineData("FREQ=WEEKLY;BYDAY=MON", "BYDAY has")]
    [InlineData("FREQ=WEEKLY;BYDAY=M", "BYDAY has the unknown day 'M'")]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO", "BYDAY has the ordinal 0")]
    [InlineData("FREQ=YEARLY;BYDAY=54MO", "BYDAY has '54'")]
    [InlineData("FREQ=MONTHLY;BYDAY=6MO", "beyond the fifth of a month")]
    [InlineData("FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", "beyond the fifth of a month")]
    [InlineData("FREQ=WEEKLY;BYDAY=2MO", "for FREQ=MONTHLY and YEARLY only")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=1;BYDAY=2MO", "together with BYWEEKNO")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=1", "for FREQ=YEARLY only")]
    [InlineData("FREQ=DAILY;BYYEARDAY=1", "not for FREQ=DAILY, WEEKLY or MONTHLY")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1", "not for FREQ=WEEKLY")]
    [InlineData("FREQ=DAILY;BYSETPOS=1", "without another BY part")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "BYSETPOS beyond 1, the most")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,10;BYSETPOS=-3", "BYSETPOS beyond 2, the most")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366", "it selects nothing")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2", "BYSETPOS beyond 1, the most")]
    [InlineData("FREQ=MINUTELY;BYHOUR=9;BYSETPOS=2", "BYSETPOS beyond 1, the most")]
    [InlineData("FREQ=MONTHLY;BYDAY=6WE", "has only BYDAY ordinals beyond the fifth of a month: it selects nothing")]
    [InlineData("FREQ=DAILY;COUNT=200000", "has a COUNT of more than 100000")]
    [InlineData("FREQ=HOURLY;BYHOUR=9;COUNT=100001", "has a COUNT of more than 100000")]
    [InlineData("FREQ=DAILY;UNTIL=20200101T000000Z", "gives no instant within the next 50 years")]
    [InlineData("FREQ=DAILY;COUNT=1", "gives no instant within the next 50 years")]
    [InlineData("FREQ=YEARLY;INTERVAL=60", "gives no instant within the next 50 years")]
    public void Rule_Malformed_NamesTheField(string rule, string reason) =>
        AssertRefused(Given.Rule(rule, "2020-01-31T09:00:00", "Europe/Berlin"), "schedule.recurrence.rule: ", reason);

    [Fact]
    public void Text_LongerThanItsLimit_NamesTheField()
    {
        AssertRefused(Given.Cron(new string('0', 257), "Europe/Berlin"), "schedule.cron.expression: ", "has 257 characters, at most 256");
        AssertRefused(
            Given.Rule(new string('F', 513), "2020-01-31T09:00:00", "Europe/Berlin"), "schedule.recurrence.rule: ", "has 513 characters, at most 512");
    }

    [Fact]
    public void Check_SeveralFaults_NamesAllFields()
    {
        var schedule = Given.Rule("FREQ=NEVER", "tomorrow", "Nowhere");
        schedule.Count = -1;
        schedule.End = new Timestamp { Seconds = long.MaxValue };

        var violations = _calendar.Violations(schedule);

        Assert.All(
            ["recurrence.rule: ", "recurrence.start: ", "recurrence.time_zone: ", "schedule.count: ", "schedule.end: "],
            field => Assert.Contains(field, violations, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void Count_OutOfRange_NamesTheField(long count)
    {
        var schedule = Given.Cron("0 0 9 * * ?", "Europe/Berlin");
        schedule.Count = count;

        AssertRefused(schedule, "schedule.count: ", "must be 1 to 1,000,000");
    }

    [Fact]
    public void End_BeforeTheFirstInstant_NamesTheField() =>
        AssertRefused(
            Given.Cron("0 0 9 * * ?", "Europe/Berlin").Until("2026-11-23T08:59:59+01:00"),
            "schedule.end: ", "is before the first instant, 2026-11-23T08:00:00Z");

    [Fact]
    public void Schedule_Missing_IsRefused()
    {
        AssertRefused(null, "schedule: ", "needs one of at, delay, cron, recurrence");
        AssertRefused(new Schedule(), "schedule: ", "needs one of at, delay, cron, recurrence");
    }

    [Theory]
    [InlineData("0 0 9 ? * MON-FRI")]
    [InlineData("0 0 9 ? * mon,wed")]
    [InlineData("0 0 9 ? * MON/2")]
    [InlineData("0 0 9 ? * ?")]
    [InlineData("0 0 9 ? * FRI-MON/2")]
    [InlineData("0 0 9 L-3W * ?")]
    [InlineData("0 0 9 ? * 6L")]
    [InlineData("0 0 9 ? * FRI#2")]
    [InlineData("0 0/15 8-17 ? JAN-MAR MON-FRI 2027-2030")]
    [InlineData("0 0 9 29 2 ?")]
    [InlineData("  0 0 9 * * ?  ")]
    public void Cron_Valid_IsAccepted(string expression) =>
        Assert.Equal("", _calendar.Violations(Given.Cron(expression, "Europe/Berlin")));

    [Theory]
    [InlineData("FREQ=DAILY", "0001-01-01T00:00:00")]
    [InlineData("FREQ=DAILY", "2076-01-01T00:00:00")]
    [InlineData("freq=weekly;byday=mo", "2020-01-31T09:00:00")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "2020-01-31T09:00:00")]
    [InlineData("FREQ=SECONDLY;BYSECOND=0;BYMINUTE=0;BYHOUR=9", "2020-01-31T09:00:00")]
    [InlineData("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=0", "2020-01-31T09:00:00")]
    [InlineData("FREQ=DAILY;INTERVAL=2147483647", "2027-01-31T09:00:00")]
    [InlineData("FREQ=HOURLY;COUNT=1000000", "2026-01-31T09:00:00")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2020-01-31T09:00:00")]
    [InlineData("RRULE:FREQ=MONTHLY;COUNT=10", "2027-01-31T09:00:00")]
    [InlineData("rrule:freq=weekly;byday=fr;count=10;", "2027-01-31T09:00:00")]
    [InlineData(" FREQ=WEEKLY;BYDAY=FR;COUNT=10; \r\n", "2027-01-31T09:00:00")]
    public void Rule_Valid_IsAccepted(string rule, string start) =>
        Assert.Equal("", _calendar.Violations(Given.Rule(rule, start, "Europe/Berlin")));

    private void AssertRefused(Schedule? schedule, string field, string reason)
    {
        var violations = _calendar.Violations(schedule);

        Assert.StartsWith(field, violations, StringComparison.Ordinal);
        Assert.Contains(reason, violations, StringComparison.Ordinal);
        Assert.Single(violations.Split("; schedule."));
    }
}
