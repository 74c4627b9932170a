using System.Diagnostics;
using Grpc.Core;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>The gRPC service. What a method does and refuses is documented in scheduler.proto.</summary>
internal sealed class ReminderSchedulerService(
    IReminderStore store, ReminderValidator validator, WakeUps wakeUps, TimeProvider clock) : ReminderScheduler.ReminderSchedulerBase
{
    private const int MaxRequestId = 128;

    /// <summary>Callers are not authenticated yet.</summary>
    private const string Owner = "anonymous";

    public override async Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        var violations = new FieldViolations();
        validator.Check(request.Reminder, violations);
        if (request.Reminder is not null)
            ScheduleResolver.Check(request.Reminder.Schedule, violations);
        violations.RequireAtMost(request.RequestId, MaxRequestId, "request_id");
        violations.ThrowIfAny();

        // Before the time is looked at: a repeated request may name an instant that has passed since.
        var key = request.RequestId.Length == 0 ? null : new RequestKey(Owner, request.RequestId, RequestHash.Of(request.Reminder!));
        if (key is not null && await store.FindRequestAsync(key, context.CancellationToken) is { } repeated)
            return Answer(repeated, key);

        var now = clock.GetUtcNow();
        var dueAt = ScheduleResolver.Resolve(request.Reminder!.Schedule, now, violations);
        violations.ThrowIfAny();

        var creation = await store.CreateAsync(NewReminder(request.Reminder, dueAt, now), key);
        if (creation is Creation.Created created)
            await wakeUps.ExpectAsync(created.Reminder.Shard, created.Reminder.DueAt, CancellationToken.None);
        return Answer(creation, key);
    }

    public override async Task<Reminder> Get(GetRequest request, ServerCallContext context)
    {
        var id = ParseId(request.Id);
        var reminder = await store.GetAsync(id, context.CancellationToken) ?? throw new ReminderNotFoundException(id);
        return reminder.ToReminder();
    }

    public override async Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        var query = ListQuery.Of(request, Owner);

        // One more than asked for tells whether there is another page.
        var found = await store.ListAsync(query with { Limit = query.Limit + 1 }, context.CancellationToken);
        var response = new ListResponse();
        response.Reminders.AddRange(found.Take(query.Limit).Select(reminder => reminder.ToReminder()));
        if (found.Count > query.Limit)
            response.NextPageToken = PageToken.After(found[query.Limit - 1].Id, Owner, request.Filter);
        return response;
    }

    public override async Task<CancelResponse> Cancel(CancelRequest request, ServerCallContext context)
    {
        var id = ParseId(request.Id);
        if (await store.CancelAsync(id) is { } cancellation)
            return new CancelResponse { Reminder = cancellation.Reminder.ToReminder(), MayHaveBeenDelivered = cancellation.MayHaveBeenDelivered };

        var settled = await SettledAsync(id, context.CancellationToken);
        if (settled.State != ReminderState.Cancelled)
            throw new ReminderSettledException(id, settled.State);
        return new CancelResponse { Reminder = settled.ToReminder(), MayHaveBeenDelivered = settled.DueAt <= settled.SettledAt };
    }

    public override async Task<Reminder> DeliverNow(DeliverNowRequest request, ServerCallContext context)
    {
        var id = ParseId(request.Id);
        if (await store.DeliverNowAsync(id) is { } reminder)
        {
            await wakeUps.ExpectAsync(reminder.Shard, reminder.UpdatedAt, CancellationToken.None);
            return reminder.ToReminder();
        }

        var settled = await SettledAsync(id, context.CancellationToken);
        throw new ReminderSettledException(id, settled.State);
    }

    private static StoredReminder NewReminder(Reminder stated, long dueAt, DateTimeOffset now)
    {
        var content = RequestHash.WithoutOutputOnlyFields(stated);
        content.Target = content.Target.Length == 0 ? CallbackOptions.DefaultTarget : content.Target;
        content.Lane = Lane(content);
        var present = Instant.Ceiling(now);
        return new StoredReminder
        {
            Id = ReminderId.New(now),
            Owner = Owner,
            Shard = Shard.Of(content.Lane),
            Content = content,
            State = ReminderState.Scheduled,
            DueAt = dueAt,
            CreatedAt = present,
            UpdatedAt = present,
            TraceParent = Activity.Current?.Id,
        };
    }

    private static string Lane(Reminder reminder)
    {
        string[] candidates = [reminder.Lane, reminder.Recipient.TenantId, reminder.Recipient.UserId, reminder.Recipient.ConversationId];
        return candidates.First(candidate => candidate.Length > 0);
    }

    private static CreateResponse Answer(Creation creation, RequestKey? key) => creation switch
    {
        Creation.Created created => new CreateResponse { Reminder = created.Reminder.ToReminder() },
        Creation.Repeated { SameContent: false } other => throw new RequestIdReusedException(key!.RequestId, other.Id),
        Creation.Repeated { Reminder: null } gone => throw new ReminderNotFoundException(gone.Id),
        Creation.Repeated same => new CreateResponse { Reminder = same.Reminder.ToReminder(), AlreadyExisted = true },
        _ => throw new InvalidOperationException($"unknown creation {creation.GetType().Name}"),
    };

    private static Guid ParseId(string text)
    {
        var violations = new FieldViolations();
        violations.Require(ReminderId.TryParse(text, out var id), "id", text.Length == 0 ? "is required" : "is not a reminder's id");
        violations.ThrowIfAny();
        return id;
    }

    private async Task<StoredReminder> SettledAsync(Guid id, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) ?? throw new ReminderNotFoundException(id);
}
