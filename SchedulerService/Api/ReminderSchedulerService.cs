using Grpc.Core;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>The gRPC service. scheduler.proto documents what each method does, and its errors.</summary>
[BindServiceMethod(typeof(RequestDecoding), nameof(RequestDecoding.Bind))]
internal sealed class ReminderSchedulerService(
    IReminderStore store, Registrar registrar, BulkRegistration bulkRegistration, ReminderEditor editor, BulkEditor bulkEditor,
    ReminderWatch watch, SchedulePreview preview, LaneList lanes, OwnerLimits limits) : ReminderScheduler.ReminderSchedulerBase
{
    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context) =>
        registrar.CreateAsync(request, Caller.Of(context), isOfStream: false, context.CancellationToken);

    public override async Task CreateStream(
        IAsyncStreamReader<CreateRequest> requestStream, IServerStreamWriter<CreateStreamResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        using var place = limits.OpenStream(caller.Owner);
        await bulkRegistration.RunAsync(requestStream, responseStream, caller, context);
    }

    public override async Task<Reminder> Get(GetRequest request, ServerCallContext context)
    {
        var id = FieldViolations.ReadId(request.Id);
        var reminder = await store.GetAsync(id, Caller.Of(context).Sees, context.CancellationToken) ?? throw new ReminderNotFoundException(id);
        return reminder.ToReminder();
    }

    public override async Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var query = ListQuery.Of(request, caller);

        // One more reminder than requested shows whether another page follows.
        var found = await store.ListAsync(query with { Limit = query.Limit + 1 }, context.CancellationToken);
        var response = ListPage.Of(found, query.Limit);
        if (response.Reminders.Count < found.Count)
            response.NextPageToken = PageToken.After(ReminderId.ToBytes(found[response.Reminders.Count - 1].Id), PageToken.List, caller.Owner, request.Filter);
        return response;
    }

    public override Task<Reminder> Update(UpdateRequest request, ServerCallContext context) =>
        editor.UpdateAsync(request.Reminder, Caller.Of(context).Edits(AuditAction.Update), context.CancellationToken);

    public override Task<CancelResponse> Cancel(CancelRequest request, ServerCallContext context) =>
        editor.CancelAsync(request.Id, Caller.Of(context).Edits(AuditAction.Cancel), context.CancellationToken);

    public override Task<CancelMatchingResponse> CancelMatching(CancelMatchingRequest request, ServerCallContext context) =>
        bulkEditor.CancelMatchingAsync(request.Filter, Caller.Of(context).Edits(AuditAction.Cancel), context.CancellationToken);

    public override Task<Reminder> Pause(PauseRequest request, ServerCallContext context) =>
        editor.PauseAsync(request.Id, Caller.Of(context).Edits(AuditAction.Pause), context.CancellationToken);

    public override Task<Reminder> Resume(ResumeRequest request, ServerCallContext context) =>
        editor.ResumeAsync(request.Id, Caller.Of(context).Edits(AuditAction.Resume), context.CancellationToken);

    public override Task<Reminder> DeliverNow(DeliverNowRequest request, ServerCallContext context) =>
        editor.DeliverNowAsync(request.Id, Caller.Of(context).Edits(AuditAction.DeliverNow), context.CancellationToken);

    public override Task<Reminder> Retry(RetryRequest request, ServerCallContext context) =>
        editor.RetryAsync(request.Id, Caller.Of(context).Edits(AuditAction.Retry), context.CancellationToken);

    public override Task<ResumeRecipientResponse> ResumeRecipient(ResumeRecipientRequest request, ServerCallContext context) =>
        bulkEditor.ResumeRecipientAsync(request.Recipient, Caller.Of(context).Edits(AuditAction.ResumeRecipient), context.CancellationToken);

    public override Task<ForgetRecipientResponse> ForgetRecipient(ForgetRecipientRequest request, ServerCallContext context) =>
        bulkEditor.ForgetRecipientAsync(request.Recipient, Caller.Of(context).Edits(AuditAction.ForgetRecipient), context.CancellationToken);

    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        using var place = limits.OpenStream(caller.Owner);
        await watch.RunAsync(ListQuery.OfWatch(request.Filter, caller.Sees), limits.Of(caller.Owner).UnreadAnswer, responseStream, context);
    }

    public override Task<PreviewScheduleResponse> PreviewSchedule(PreviewScheduleRequest request, ServerCallContext context) =>
        preview.OfAsync(request, context.CancellationToken);

    public override async Task<ListAuditResponse> ListAudit(ListAuditRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var query = AuditPage.Of(request, caller);
        return AuditPage.Of(await store.ListAuditAsync(query with { Limit = query.Limit + 1 }, context.CancellationToken), query.Limit, caller, request.Filter);
    }

    public override Task<ListLanesResponse> ListLanes(ListLanesRequest request, ServerCallContext context) => Task.FromResult(lanes.Of(request));
}
