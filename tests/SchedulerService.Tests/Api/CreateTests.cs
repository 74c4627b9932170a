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
        { "reminder.recipient.conversation_id", request => request.Reminder.Recipient.ConversationId = new string('c', 1025) },
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
    public async Task Create_WithABadField_NamesItAndKeepsNothing(string field, Action<CreateRequest> spoil)
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
    public async Task Create_WithSeveralBadFields_NamesThemAll()
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

    [Theory]
    [InlineData("reminder.schedule.cron")]
    [InlineData("reminder.schedule.recurrence")]
    public async Task Create_WithARecurringSchedule_IsNotServedYetAndKeepsNothing(string field)
    {
        var before = (await shared.Host.EverythingAsync()).Count;
        var request = Requests.In(TimeSpan.Zero).With(reminder => reminder.Schedule = field.EndsWith("cron", StringComparison.Ordinal)
            ? new Schedule { Cron = new CronSchedule { Expression = "0 0 9 * * ?", TimeZone = "Europe/Berlin" } }
            : new Schedule { Recurrence = new RecurrenceSchedule { Rule = "FREQ=DAILY", Start = "2027-01-01T09:00:00", TimeZone = "Europe/Berlin" } });

        var refusal = await Refusal.OfAsync(Client.CreateAsync(request));

        Assert.Equal((StatusCode.Unimplemented, "NOT_SERVED_YET", field), (refusal.Code, refusal.Reason, refusal.Metadata["field"]));
        Assert.Equal(before, (await shared.Host.EverythingAsync()).Count);
    }

    [Fact]
    public async Task Create_AtTheLimits_IsAccepted()
    {
        await Client.CreateAsync(Requests.In(TenYears));
        await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), new string('x', 40 * 1024)));
        await Client.CreateAsync(Requests.At(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(55)));
    }

    [Fact]
    public async Task Create_WithASubMillisecondInstant_RoundsUp()
    {
        var instant = Ago(TimeSpan.FromHours(-1));
        instant.Nanos = 5_000_001;
        var request = Requests.In(TimeSpan.Zero).With(reminder => reminder.Schedule = new Schedule { At = instant });

        var created = (await Client.CreateAsync(request)).Reminder;

        Assert.Equal((instant.Seconds, 6_000_000), (created.NextDue.Seconds, created.NextDue.Nanos));
    }

    [Fact]
    public async Task Create_FillsInDefaultsAndIgnoresOutputOnlyFields()
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
