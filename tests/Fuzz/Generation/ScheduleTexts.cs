using System.Globalization;

namespace Nudge.Fuzz.Generation;

/// <summary>Cron expressions, recurrence rules, start times and zones, made of their parts: some valid, some nearly.</summary>
internal static class ScheduleTexts
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca",
        "America/St_Johns", "Antarctica/Troll",
        "Asia/Kathmandu", "Etc/GMT+12", "EST5EDT", "europe/berlin", "Europe/Nowhere", "W. Europe Standard Time", "+01:00", "Z", "local", "Europe/Berlin ",
        "../Europe/Berlin",
    ];

    private static readonly string[] Frequencies = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "YEARLY", "FORTNIGHTLY", ""];

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU", "1MO", "-1FR", "5SU", "53MO", "-53SU", "XX", "0MO"];

    private static readonly string[] Starts =
    [
        "2027-01-01T09:00:00", "2027-03-28T02:30:00", "2026-10-25T02:30:00", "2028-02-29T00:00:00", "2027-01-31T23:59:59", "1970-01-01T00:00:00",
        "1583-01-01T00:00:00", "0001-01-01T00:00:00",
        "9999-12-31T23:59:59", "2075-01-01T00:00:00", "2027-01-01", "2027-01-01T09:00:00Z", "2027-02-30T09:00:00", "2027-01-01T24:00:00",
        "2027-01-01T09:00:00.123456789", "-2027-01-01T09:00:00", "",
    ];

    public static string Zone(Random random) => Of(random, Zones);

    public static string Start(Random random) => Of(random, Starts);

    /// <summary>Returns a cron expression of six or seven fields, or of a wrong number.</summary>
    public static string Cron(Random random)
    {
        var fields = new List<string> { Field(random, 59, 80), Field(random, 59, 60), Field(random, 23, 40) };
        var hasDays = random.Next(2) == 0;
        fields.Add(hasDays ? DayOfMonth(random) : "?");
        fields.Add(random.Next(3) > 0 ? "*" : Field(random, 12, 30));
        fields.Add(hasDays && random.Next(10) > 0 ? "?" : DayOfWeek(random));
        if (random.Next(4) == 0)
            fields.Add(Of(random, ["*", "2027", "2026-2030", "2099", "1970-2099", "2027/4", "2096/4", "3000", "1969"]));
        if (random.Next(30) == 0)
            fields.RemoveAt(random.Next(fields.Count));
        return string.Join(random.Next(40) == 0 ? "  " : " ", fields);
    }

    /// <summary>Returns a recurrence rule of random parts.</summary>
    public static string Rule(Random random)
    {
        var parts = new List<string> { $"FREQ={Of(random, Frequencies)}" };
        void Add(int percent, string name, Func<string> value)
        {
            if (random.Next(100) < percent)
                parts.Add($"{name}={value()}");
        }

        Add(40, "INTERVAL", () => Number(random, 1, 10, 100, 1000, 999_999, int.MaxValue, 0, -1));
        Add(20, "COUNT", () => Number(random, 1, 5, 100, 100_000, 100_001, 0));
        Add(15, "UNTIL", () => Of(random, ["20271231T235959Z", "20271231T235959", "20271231", "20200101", "99991231T235959Z", "x"]));
        Add(25, "BYMONTH", () => Some(random, 1, 13));
        Add(25, "BYMONTHDAY", () => Some(random, -31, 32));
        Add(30, "BYDAY", () => string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Of(random, Days))));
        Add(12, "BYYEARDAY", () => Some(random, -366, 367));
        Add(12, "BYWEEKNO", () => Some(random, -53, 54));
        Add(25, "BYHOUR", () => Some(random, 0, 24));
        Add(25, "BYMINUTE", () => Some(random, 0, 60));
        Add(15, "BYSECOND", () => Some(random, 0, 61));
        Add(15, "BYSETPOS", () => Some(random, -366, 367));
        Add(10, "WKST", () => Of(random, ["MO", "SU", "XX"]));
        Add(3, "BYEASTER", () => "0");
        Add(3, "FREQ", () => "DAILY");
        if (random.Next(20) == 0)
            (parts[0], parts[^1]) = (parts[^1], parts[0]);
        return (random.Next(40) == 0 ? "RRULE:" : "") + string.Join(';', parts);
    }

    private static string Field(Random random, int max, int wide) => random.Next(100) < wide - 40
        ? "0"
        : random.Next(9) switch
        {
            0 => "*",
            1 => $"*/{random.Next(0, max + 2)}",
            2 => $"{random.Next(0, max + 1)}/{random.Next(0, max + 2)}",
            3 => $"{random.Next(0, max + 1)}-{random.Next(0, max + 2)}",
            4 => $"{random.Next(0, max + 1)}-{random.Next(0, max + 1)}/{random.Next(1, max + 1)}",
            5 => string.Join(',', Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(0, max + 2))),
            6 => "?",
            _ => random.Next(0, max + 1).ToString(CultureInfo.InvariantCulture),
        };

    private static string DayOfMonth(Random random) =>
        Of(random, ["*", "L", "LW", "L-3", "L-31", "15W", "31W", "1W", "31", "30", "29", "1-31", "*/2", "31/1", "32", "0", "1,15", "L,15", "W", "29-31"]);

    private static string DayOfWeek(Random random) =>
        Of(random, ["*", "?", "MON", "MON-FRI", "SUN,SAT", "2#1", "6#5", "6L", "L", "7", "0", "8", "FRI-MON", "2#6", "MON#1", "mon", "1-7", "*/2", "2L,3L",
            "MON-"]);

    /// <summary>Returns one to six numbers, or now and then all of them.</summary>
    private static string Some(Random random, int min, int max) => string.Join(',', random.Next(8) == 0
        ? Enumerable.Range(min, max - min)
        : Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(min, max)));

    private static string Number(Random random, params int[] usual) => Of(random, usual).ToString(CultureInfo.InvariantCulture);

    private static T Of<T>(Random random, params IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
