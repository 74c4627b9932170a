using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Reflection.V1Alpha;
using Nudge.V1;
using Type = System.Type;

namespace Nudge.Fuzz.Generation;

/// <summary>Makes requests that the scheduler accepts, for the mutators to change.</summary>
internal sealed class ValidRequests(KnownValues known, TimeProvider clock)
{
    private static readonly string[] CronTexts = ["0 0 9 ? * MON-FRI", "0 */5 * * * ?", "0 0 0 L * ?", "0 30 2 29 2 ?", "0 15 10 ? * 6L 2026-2040"];
    private static readonly string[] RuleTexts = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=HOURLY;INTERVAL=5"];

    /// <summary>Returns a valid request of a type.</summary>
    public IMessage Next(Type type, Random random) => type.Name switch
    {
        nameof(CreateRequest) =>
            new CreateRequest { Reminder = NewReminder(random), RequestId = random.Next(4) == 0 ? Text($"request-{random.Next(500)}") : "" },
        nameof(GetRequest) => new GetRequest { Id = Id(random) },
        nameof(ListRequest) =>
            new ListRequest { Filter = Filter(random), PageSize = random.Next(0, 30), PageToken = random.Next(2) == 0 ? known.AnyToken(random) ?? "" : "" },
        nameof(UpdateRequest) => new UpdateRequest { Reminder = Changed(random) },
        nameof(CancelRequest) => new CancelRequest { Id = Id(random) },
        nameof(CancelMatchingRequest) => new CancelMatchingRequest { Filter = Filter(random) },
        nameof(PauseRequest) => new PauseRequest { Id = Id(random) },
        nameof(ResumeRequest) => new ResumeRequest { Id = Id(random) },
        nameof(DeliverNowRequest) => new DeliverNowRequest { Id = Id(random) },
        nameof(RetryRequest) => new RetryRequest { Id = Id(random) },
        nameof(ResumeRecipientRequest) => new ResumeRecipientRequest { Recipient = Person(random) },
        nameof(ForgetRecipientRequest) => new ForgetRecipientRequest { Recipient = Person(random) },
        nameof(WatchRequest) => new WatchRequest { Filter = Filter(random) },
        nameof(PreviewScheduleRequest) => Preview(random),
        nameof(ListAuditRequest) => new ListAuditRequest
        {
            Filter = new AuditFilter { ReminderId = random.Next(2) == 0 ? Id(random) : "", Actions = { (AuditAction)random.Next(1, 10) } },
            PageSize = random.Next(0, 30),
        },
        nameof(ListLanesRequest) => new ListLanesRequest { PageSize = random.Next(0, 100) },
        nameof(ServerReflectionRequest) when type == typeof(ServerReflectionRequest) =>
            new ServerReflectionRequest { FileContainingSymbol = "nudge.v1.ReminderScheduler" },
        nameof(Grpc.Reflection.V1.ServerReflectionRequest) => new Grpc.Reflection.V1.ServerReflectionRequest { ListServices = "*" },
        nameof(Delivery) => NewDelivery(random),
        // The health service takes requests without a field.
        _ => (IMessage)Activator.CreateInstance(type)!,
    };

    private PreviewScheduleRequest Preview(Random random) => new() { Schedule = NewSchedule(random, recurring: true), Count = random.Next(0, 101) };

    private Delivery NewDelivery(Random random) => new()
    {
        Id = new DeliveryId { ReminderId = NewId(random), Occurrence = 1, Generation = 1 },
        Recipient = Person(random),
        Notification = new Notification { Text = "Stretch" },
        Due = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
        Attempt = 1,
        CreateTime = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
    };

    private Reminder NewReminder(Random random)
    {
        var reminder = new Reminder
        {
            Recipient = Person(random),
            Schedule = NewSchedule(random, recurring: random.Next(3) == 0),
            Notification = new Notification { Text = Text($"Stretch {random.Next(100)}") },
            Labels = { { $"label.{random.Next(6)}", Text($"{random.Next(4)}") } },
        };
        if (random.Next(3) == 0)
        {
            reminder.Notification.Data = new Struct
            {
                Fields = { ["number"] = Value.ForNumber(1),
                ["list"] = Value.ForList(Value.ForNull(), Value.ForBool(true)) }
            };
            reminder.DeliveryPolicy = new DeliveryPolicy
            {
                MaxAttempts = random.Next(1, 4),
                InitialBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)),
                Ambiguous = (AmbiguousPolicy)random.Next(3)
            };
            reminder.CatchUpPolicy = (CatchUpPolicy)random.Next(4);
            reminder.FailureNotice = new FailureNotice { Recipient = Person(random) };
        }

        return reminder;
    }

    /// <summary>Returns a known reminder with a change, as its owner read it.</summary>
    private Reminder Changed(Random random)
    {
        var reminder = known.AnyReminder(random)?.Clone() ?? NewReminder(random);
        reminder.Notification.Text = Text($"Changed {random.Next(100)}");
        if (random.Next(2) == 0)
            reminder.Schedule = NewSchedule(random, recurring: random.Next(2) == 0);
        return reminder;
    }

    private Schedule NewSchedule(Random random, bool recurring) => (recurring, random.Next(2)) switch
    {
        (false, 0) => new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(random.Next(random.Next(3) == 0 ? 3_000 : 1_000_000))) },
        (false, _) => new Schedule
        {
            At = Timestamp.FromDateTimeOffset(clock.GetUtcNow() + TimeSpan.FromSeconds(random.Next(random.Next(3) == 0
            ? 5 : 100_000)))
        },
        (true, 0) => new Schedule
        {
            Cron = new CronSchedule { Expression = CronTexts[random.Next(CronTexts.Length)], TimeZone = "Europe/Berlin" },
            Count = random.Next(0, 5)
        },
        _ => new Schedule
        {
            Recurrence = new RecurrenceSchedule
            {
                Rule = RuleTexts[random.Next(RuleTexts.Length)],
                Start = "2027-01-01T09:00:00",
                TimeZone = "America/New_York"
            }
        },
    };

    /// <summary>Returns a filter that selects few reminders, so that a change of all of them leaves others.</summary>
    private ReminderFilter Filter(Random random)
    {
        var filter = new ReminderFilter { Recipient = Person(random) };
        if (random.Next(2) == 0)
            filter.Labels.Add($"label.{random.Next(6)}", Text($"{random.Next(4)}"));
        if (random.Next(3) == 0)
            filter.States.Add((ReminderState)random.Next(1, 3));
        if (random.Next(3) == 0)
            filter.DueBefore = Timestamp.FromDateTimeOffset(clock.GetUtcNow() + TimeSpan.FromSeconds(random.Next(1000)));
        return filter;
    }

    private static Recipient Person(Random random) =>
        new() { UserId = Text($"00000000-0000-4000-8000-{random.Next(40):x12}"), TenantId = random.Next(2) == 0 ? Text($"tenant-{random.Next(20)}") : "" };

    private string Id(Random random) => known.AnyReminder(random)?.Id ?? NewId(random);

    private static string NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
