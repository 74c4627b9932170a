using System.Diagnostics;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Registers reminders.</summary>
internal sealed class Registrar(
    IReminderStore store, OwnerLimits limits, ReminderValidator validator, Calendar calendar, FirstOccurrence firstOccurrence, WakeUps wakeUps, TimeProvider clock, RegistrationMetrics metrics,
    AuditLog audit, IOptions<AuditOptions> recorded)
{
    private const int MaxRequestId = 128;

    /// <summary>
    /// Registers a reminder, or returns the one that an earlier request with the same request id registered. scheduler.proto documents the errors.
    /// </summary>
    public Task<CreateResponse> CreateAsync(CreateRequest request, Caller caller, bool isOfStream, CancellationToken cancellationToken) =>
        Telemetry.Source.HasListeners() || metrics.IsEnabled ? ObserveAsync(request, caller, isOfStream, cancellationToken) : KeepAsync(request, caller, isOfStream, cancellationToken);

    private async Task<CreateResponse> ObserveAsync(CreateRequest request, Caller caller, bool isOfStream, CancellationToken cancellationToken)
    {
        // This span is the current one until it ends, so the store keeps it as the reminder's trace.
        using var activity = Telemetry.Source.StartActivity("register reminder");
        try
        {
            var response = await KeepAsync(request, caller, isOfStream, cancellationToken);
            activity?.SetTag("nudge.reminder.id", response.Reminder.Id);
            Ended(activity, response.AlreadyExisted ? RegistrationMetrics.Repeated : RegistrationMetrics.Created);
            return response;
        }
        catch (ReminderException)
        {
            Ended(activity, RegistrationMetrics.Refused);
            throw;
        }
        catch (Exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    private void Ended(Activity? activity, string result)
    {
        activity?.SetTag("nudge.result", result);
        metrics.Count(result);
    }

    private async Task<CreateResponse> KeepAsync(CreateRequest request, Caller caller, bool isOfStream, CancellationToken cancellationToken)
    {
        await limits.TakeCreationAsync(caller.Owner, isOfStream, cancellationToken);
        var violations = new FieldViolations();
        validator.Check(request.Reminder, violations);
        if (request.Reminder is not null)
            calendar.Check(request.Reminder.Schedule, ReminderValidator.ScheduleField, violations);
        violations.RequireText(request.RequestId, MaxRequestId, "request_id");
        violations.ThrowIfAny();
        var target = TargetOf(request.Reminder!);
        if (!caller.MayCall(target))
            throw new TargetNotAllowedException(target);
        limits.RequireRoom(caller.Owner);

        // Precedes the check of the due time: the instant of a repeated request may have passed meanwhile.
        var key = request.RequestId.Length == 0 ? null : new RequestKey(caller.Owner, request.RequestId, RequestHash.Of(request.Reminder!));
        if (key is not null && await store.FindRequestAsync(key, cancellationToken) is { } repeated)
            return Answer(repeated, key);

        var now = clock.GetUtcNow();
        var first = await firstOccurrence.FindAsync(request.Reminder!.Schedule, now, isOfStream, cancellationToken);

        var edit = recorded.Value.Creations ? caller.Edits(AuditAction.Create) : Edit.Unrecorded;
        var creation = await store.CreateAsync(NewReminder(request.Reminder, caller.Owner, first, now), key, edit);
        if (creation is Creation.Created created)
        {
            limits.Created(caller.Owner);
            audit.Changed(edit, created.Reminder);
            await wakeUps.ExpectAsync(created.Reminder.Shard, created.Reminder.DueAt);
        }

        return Answer(creation, key);
    }

    private static string TargetOf(Reminder stated) => stated.Target.Length == 0 ? CallbackOptions.DefaultTarget : stated.Target;

    private static StoredReminder NewReminder(Reminder stated, string owner, Occurrence first, DateTimeOffset now)
    {
        var content = StatedReminder.Of(stated);
        content.Target = TargetOf(content);
        content.Lane = LaneKey.Of(content);
        var present = Instant.Ceiling(now);
        return new StoredReminder
        {
            Id = ReminderId.New(now),
            Owner = owner,
            Shard = Shard.Of(content.Lane),
            Content = content,
            State = ReminderState.Scheduled,
            DueAt = first.At,
            Wall = first.Wall,
            CreatedAt = present,
            UpdatedAt = present,
            TraceParent = Activity.Current?.Id,
        };
    }

    private static CreateResponse Answer(Creation creation, RequestKey? key) => creation switch
    {
        Creation.Created created => new CreateResponse { Reminder = created.Reminder.ToReminder() },
        Creation.Repeated { SameContent: false } other => throw new RequestIdReusedException(key!.RequestId, other.Id),
        Creation.Repeated { Reminder: null } gone => throw new ReminderNotFoundException(gone.Id),
        Creation.Repeated same => new CreateResponse { Reminder = same.Reminder.ToReminder(), AlreadyExisted = true },
        _ => throw new InvalidOperationException($"unknown creation {creation.GetType().Name}"),
    };
}
