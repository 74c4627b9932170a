using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class CreateTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3653);

    private ReminderScheduler.ReminderSchedulerClient Client => shared.Host.Client;

    public static TheoryData<string, Action<CreateRequest>> Invalid => new()
    {
        { "reminder", request => request.Reminder = null },
        { "reminder.recipient", request => request.Reminder.Recipient = null },
        { "reminder.recipient", request => request.Reminder.Recipient = new Recipient { TenantId = "t" } },
        { "reminder.recipient.user_id", request => request.Reminder.Recipient.UserId = new string('u', 257) },
        { "reminder.recipient.conversation_id", request => request.Reminder.Recipient.ConversationId = new string('c', 801) },
        { "reminder.target", request => request.Reminder.Target = "http://elsewhere.example" },
        { "reminder.lane", request => request.Reminder.Lane = new string('l', 257) },
        { "reminder.notification", request => request.Reminder.Notification = null },
        { "reminder.notification", request => request.Reminder.Notification = new Notification() },
        { "reminder.notification.text", request => request.Reminder.Notification.Text = new string('x', 40 * 1024 + 1) },
        { "reminder.notification.handler", request => request.Reminder.Notification.Handler = new string('h', 201) },
        { "reminder.notification.data", request => request.Reminder.Notification.Data = Large() },
        { "reminder.schedule", request => request.Reminder.Schedule = null },
        { "reminder.schedule", request => request.Reminder.Schedule = new Schedule() },
        { "reminder.schedule.delay", request => request.Reminder.Schedule.Delay = Duration.FromTimeSpan(TimeSpan.FromSeconds(-1)) },
        { "reminder.schedule.delay", request => request.Reminder.Schedule.Delay = new Duration { Nanos = -1 } },
        { "reminder.schedule.delay", request => request.Reminder.Schedule.Delay = Duration.FromTimeSpan(TenYears + TimeSpan.FromMilliseconds(1)) },
        { "reminder.schedule.delay", request => request.Reminder.Schedule.Delay = new Duration { Seconds = long.MaxValue } },
        { "reminder.schedule.delay", request => request.Reminder.Schedule.Delay = new Duration { Seconds = 1, Nanos = int.MaxValue } },
        { "reminder.schedule.at", request => request.Reminder.Schedule.At = Ago(TimeSpan.FromSeconds(61)) },
        { "reminder.schedule.at", request => request.Reminder.Schedule.At = Ago(-TenYears - TimeSpan.FromMinutes(1)) },
        { "reminder.schedule.at", request => request.Reminder.Schedule.At = new Timestamp { Seconds = long.MinValue } },
        { "reminder.schedule.at", request => request.Reminder.Schedule.At = new Timestamp { Nanos = -1 } },
        { "reminder.schedule.end", request => request.Reminder.Schedule.End = Ago(TimeSpan.Zero) },
        { "reminder.schedule.count", request => request.Reminder.Schedule.Count = 2 },
        { "reminder.delivery_policy.max_attempts", request => request.Reminder.DeliveryPolicy = new() { MaxAttempts = 101 } },
        { "reminder.delivery_policy.max_attempts", request => request.Reminder.DeliveryPolicy = new() { MaxAttempts = -1 } },
        { "reminder.delivery_policy.ambiguous", request => request.Reminder.DeliveryPolicy = new() { Ambiguous = (AmbiguousPolicy)9 } },
        { "reminder.delivery_policy.initial_backoff", request => request.Reminder.DeliveryPolicy = new() { InitialBackoff = new Duration { Nanos = 1 } } },
        { "reminder.delivery_policy.max_backoff", request => request.Reminder.DeliveryPolicy = new() { MaxBackoff = Duration.FromTimeSpan(TimeSpan.FromDays(2)) } },
        { "reminder.delivery_policy.max_backoff", request => request.Reminder.DeliveryPolicy = new() { MaxBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) } },
        { "reminder.delivery_policy.expire_after", request => request.Reminder.DeliveryPolicy = new() { ExpireAfter = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(999)) } },
        { "reminder.catch_up_policy", request => request.Reminder.CatchUpPolicy = (CatchUpPolicy)9 },
        { "reminder.labels[no spaces]", request => request.Reminder.Labels["no spaces"] = "x" },
        { "reminder.labels[a]", request => request.Reminder.Labels["a"] = new string('v', 257) },
        { "reminder.labels", request => Enumerable.Range(0, 17).ToList().ForEach(i => request.Reminder.Labels[$"l{i}"] = "") },
        { "request_id", request => request.RequestId = new string('r', 129) },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task Create_InvalidField_NamesTheFieldAndStoresNothing(string field, Action<CreateRequest> spoil)
    {
        var before = (await shared.Host.EverythingAsync()).Count;
        var request = Requests.In(TimeSpan.FromHours(1)).WithId(Guid.NewGuid().ToString());
        spoil(request);

        var refusal = await Refusal.OfAsync(Client.CreateAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), (refusal.Code, refusal.Reason));
        Assert.Equal([field], refusal.Fields);
        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await shared.Host.EverythingAsync()).Count);
    }

    [Fact]
    public async Task Create_SeveralInvalidFields_NamesAllOfThem()
    {
        var request = Requests.In(TimeSpan.FromHours(1)).With(reminder =>
        {
            reminder.Recipient = null;
            reminder.Target = "nowhere";
            reminder.Schedule = null;
        });

        var refusal = await Refusal.OfAsync(Client.CreateAsync(request));

        Assert.Equal(["reminder.recipient", "reminder.schedule", "reminder.target"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_RecurringSchedule_IsDueAtItsFirstInstant()
    {
        var daily = await Client.CreateAsync(Requests.Cron("0 0 9 * * ?"));
        var yearly = await Client.CreateAsync(Requests.Rule("FREQ=YEARLY", start: "2067-01-01T09:00:00"));

        var due = daily.Reminder.NextDue.ToDateTimeOffset();
        Assert.Equal(9, TimeZoneInfo.ConvertTime(due, TimeZoneInfo.FindSystemTimeZoneById(Requests.Zone)).Hour);
        Assert.InRange(due - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromHours(25));
        Assert.Equal(DateTimeOffset.Parse("2067-01-01T09:00:00+01:00", System.Globalization.CultureInfo.InvariantCulture), yearly.Reminder.NextDue.ToDateTimeOffset());
        Assert.Equal((1, 1), (daily.Reminder.Occurrence, yearly.Reminder.Occurrence));
    }

    [Theory]
    [InlineData("0 0 9 * * ?", "Europe/Berlim", "reminder.schedule.cron.time_zone")]
    [InlineData("0 0 9 * *", "Europe/Berlin", "reminder.schedule.cron.expression")]
    [InlineData("0 0 25 * * ?", "Europe/Berlin", "reminder.schedule.cron.expression")]
    [InlineData("* * * * * ?", "Europe/Berlin", "reminder.schedule.cron.expression")]
    [InlineData("0 0 0 30 2 ?", "Europe/Berlin", "reminder.schedule.cron.expression")]
    public async Task Create_InvalidCron_NamesTheFieldAndStoresNothing(string expression, string zone, string field)
    {
        var before = (await shared.Host.EverythingAsync()).Count;

        var refusal = await Refusal.OfAsync(Client.CreateAsync(Requests.Cron(expression, zone)));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), (refusal.Code, refusal.Reason));
        Assert.Equal([field], refusal.Fields);
        Assert.Equal(before, (await shared.Host.EverythingAsync()).Count);
    }

    [Theory]
    [InlineData("FREQ=DAYLY", "2027-01-01T09:00:00", "Europe/Berlin", "reminder.schedule.recurrence.rule")]
    [InlineData("FREQ=WEEKLY;BYDAY=2MO", "2027-01-01T09:00:00", "Europe/Berlin", "reminder.schedule.recurrence.rule")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2027-01-01T09:00:00", "Europe/Berlin", "reminder.schedule.recurrence.rule")]
    [InlineData("FREQ=SECONDLY", "2027-01-01T09:00:00", "Europe/Berlin", "reminder.schedule.recurrence.rule")]
    [InlineData("FREQ=DAILY", "2027-01-01T09:00:00+01:00", "Europe/Berlin", "reminder.schedule.recurrence.start")]
    [InlineData("FREQ=DAILY", "2027-01-01T09:00:00", "W. Europe Standard Time", "reminder.schedule.recurrence.time_zone")]
    public async Task Create_InvalidRule_NamesTheFieldAndStoresNothing(string rule, string start, string zone, string field)
    {
        var before = (await shared.Host.EverythingAsync()).Count;

        var refusal = await Refusal.OfAsync(Client.CreateAsync(Requests.Rule(rule, start, zone)));

        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal([field], refusal.Fields);
        Assert.Equal(before, (await shared.Host.EverythingAsync()).Count);
    }

    [Fact]
    public async Task Create_PayloadThatIsNotJson_NamesTheField()
    {
        static CreateRequest With(Value value) => Requests.In(TimeSpan.FromHours(1)).With(reminder =>
            reminder.Notification.Data = new Struct { Fields = { ["a"] = new Value { ListValue = new ListValue { Values = { value } } } } });
        var deep = Value.ForNull();
        for (var i = 0; i < 40; i++)
            deep = Value.ForList(deep);

        Refusal[] refusals =
        [
            await Refusal.OfAsync(Client.CreateAsync(With(new Value()))),
            await Refusal.OfAsync(Client.CreateAsync(With(Value.ForNumber(double.NaN)))),
            await Refusal.OfAsync(Client.CreateAsync(With(deep))),
        ];

        Assert.All(refusals, refusal => Assert.StartsWith("reminder.notification.data.a[0]", Assert.Single(refusal.Fields), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_CharacterNul_NamesTheFields()
    {
        var refusal = await Refusal.OfAsync(Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), user: "a\0").WithId("\0").With(reminder =>
        {
            reminder.Lane = "\0";
            reminder.Recipient.TenantId = "\0";
            reminder.Recipient.ConversationId = "\0";
            reminder.Labels.Add("a", "\0");
        })));

        Assert.Equal(
            ["reminder.lane", "reminder.recipient.user_id", "reminder.recipient.conversation_id", "reminder.recipient.tenant_id", "reminder.labels[a]", "request_id"],
            refusal.Fields);
    }

    [Fact]
    public async Task Create_AtTheLimits_StoresTheValues()
    {
        var past = new Timestamp { Seconds = Ago(TimeSpan.FromSeconds(55)).Seconds };
        var text = new string('x', 40 * 1024);

        var inTenYears = await StoreAsync(Requests.In(TenYears));
        var withLongText = await StoreAsync(Requests.In(TimeSpan.FromHours(1), text));
        var inThePast = await StoreAsync(Requests.At(past.ToDateTimeOffset()));

        Assert.Equal(inTenYears.CreateTime.ToDateTimeOffset() + TenYears, inTenYears.NextDue.ToDateTimeOffset());
        Assert.Equal(text, withLongText.Notification.Text);
        Assert.Equal(past, inThePast.NextDue);

        async Task<Reminder> StoreAsync(CreateRequest request) =>
            await Client.GetAsync(new GetRequest { Id = (await Client.CreateAsync(request)).Reminder.Id });
    }

    [Fact]
    public async Task Create_SubMillisecondInstant_RoundsUp()
    {
        var instant = Ago(TimeSpan.FromHours(-1));
        instant.Nanos = 5_000_001;
        var request = Requests.In(TimeSpan.Zero).With(reminder => reminder.Schedule = new Schedule { At = instant });

        var created = (await Client.CreateAsync(request)).Reminder;

        Assert.Equal((instant.Seconds, 6_000_000), (created.NextDue.Seconds, created.NextDue.Nanos));
    }

    [Fact]
    public async Task Create_OutputOnlyFields_AreIgnoredAndDefaultsFilledIn()
    {
        var request = Requests.In(TimeSpan.FromHours(1)).With(reminder =>
        {
            reminder.Id = "mine";
            reminder.Owner = "me";
            reminder.State = ReminderState.Delivered;
            reminder.Revision = 9;
            reminder.Recipient.TenantId = "tenant-1";
        });

        var created = (await Client.CreateAsync(request)).Reminder;

        Assert.True(Guid.TryParse(created.Id, out var id) && id.Version == 7);
        Assert.Equal(("anonymous", "bot", "tenant-1"), (created.Owner, created.Target, created.Lane));
        Assert.Equal((ReminderState.Scheduled, 1L, 1L), (created.State, created.Occurrence, created.Revision));
        Assert.Equal(created, await Client.GetAsync(new GetRequest { Id = created.Id }));
    }

    private static Timestamp Ago(TimeSpan age) => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() - age);

    private static Struct Large()
    {
        var data = new Struct();
        data.Fields["large"] = Value.ForString(new string('x', 80 * 1024));
        return data;
    }
}
