using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Nudge.V1;
using Status = Google.Rpc.Status;

namespace Nudge.BotService.Tests.Harness;

/// <summary>A scheduler in memory that never delivers. It keeps the contract of request_id, filters and limits.</summary>
public sealed class FakeScheduler : ReminderScheduler.ReminderSchedulerBase, IAsyncLifetime
{
    private static readonly IReadOnlyList<ReminderState> Live = [ReminderState.Scheduled, ReminderState.Paused];

    private readonly Dictionary<string, (Reminder Asked, Reminder Made)> _byRequest = new();
    private readonly ConcurrentQueue<StatusCode> _failures = new();
    private readonly ConcurrentQueue<StatusCode> _failedResumes = new();
    private readonly ConcurrentQueue<StatusCode> _failedUpdates = new();
    private readonly Lock _creating = new();
    private readonly WebApplication _app;
    private int _made;

    public FakeScheduler()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<FakeScheduler>();
    }

    public string Address => _app.Urls.First();

    /// <summary>Gets the reminders in the order of their creation.</summary>
    public ConcurrentQueue<Reminder> Reminders { get; } = new();

    /// <summary>Gets the recipients of the calls of ResumeRecipient.</summary>
    public ConcurrentQueue<Recipient> Resumed { get; } = new();

    /// <summary>Gets the recipients of the calls of ForgetRecipient.</summary>
    public ConcurrentQueue<Recipient> Forgotten { get; } = new();

    /// <summary>Adds a reminder as another client would.</summary>
    public void Add(Reminder reminder) => Make(new CreateRequest { Reminder = reminder });

    public void FailNext(StatusCode code) => _failures.Enqueue(code);

    /// <summary>Fails the next Update with a status.</summary>
    public void FailNextUpdate(StatusCode code) => _failedUpdates.Enqueue(code);

    /// <summary>Fails the next ResumeRecipient with a status.</summary>
    public void FailNextResume(StatusCode code) => _failedResumes.Enqueue(code);

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        FailIfTold(_failures);
        if (request.Reminder.Schedule.Delay?.ToTimeSpan() > TimeSpan.FromDays(3653))
            throw Invalid("reminder.schedule.delay", "must be 0 to ten years (3,653 days)");

        lock (_creating)
        {
            if (!_byRequest.TryGetValue(request.RequestId, out var before))
                return Task.FromResult(new CreateResponse { Reminder = Make(request) });

            return before.Asked.Equals(request.Reminder)
                ? Task.FromResult(new CreateResponse { Reminder = before.Made, AlreadyExisted = true })
                : throw new RpcException(new(StatusCode.AlreadyExists, "This request_id was used for a different reminder."));
        }
    }

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        FailIfTold(_failures);
        var wanted = request.Filter.Recipient;
        return Task.FromResult(new ListResponse
        {
            Reminders =
            {
                Reminders.Where(reminder => (request.Filter.States.Count > 0 ? request.Filter.States.Contains(reminder.State) : Live.Contains(reminder.State))
                    && Carries(reminder, request.Filter)
                    && Matches(wanted.UserId, reminder.Recipient.UserId)
                    && Matches(wanted.ConversationId, reminder.Recipient.ConversationId)
                    && Matches(wanted.TenantId, reminder.Recipient.TenantId)).Select(reminder => reminder.Clone()),
            },
        });
    }

    public override Task<CancelResponse> Cancel(CancelRequest request, ServerCallContext context)
    {
        var reminder = Find(request.Id);
        if (reminder.State is not (ReminderState.Scheduled or ReminderState.Paused or ReminderState.Cancelled))
            throw new RpcException(new(StatusCode.FailedPrecondition, "The reminder is settled."));

        reminder.State = ReminderState.Cancelled;
        return Task.FromResult(new CancelResponse { Reminder = reminder, MayHaveBeenDelivered = reminder.NextDue.ToDateTimeOffset() <= TimeProvider.System.GetUtcNow() });
    }

    public override Task<ForgetRecipientResponse> ForgetRecipient(ForgetRecipientRequest request, ServerCallContext context)
    {
        Forgotten.Enqueue(request.Recipient);
        return Task.FromResult(new ForgetRecipientResponse());
    }

    public override Task<CancelMatchingResponse> CancelMatching(CancelMatchingRequest request, ServerCallContext context)
    {
        var matching = Reminders.Where(reminder => reminder.State is ReminderState.Scheduled or ReminderState.Paused
            && Matches(request.Filter.Recipient.UserId, reminder.Recipient.UserId)
            && Carries(reminder, request.Filter)).ToList();
        matching.ForEach(reminder => reminder.State = ReminderState.Cancelled);
        return Task.FromResult(new CancelMatchingResponse());
    }

    public override Task<Reminder> Get(GetRequest request, ServerCallContext context) => Task.FromResult(Find(request.Id).Clone());

    public override Task<Reminder> Update(UpdateRequest request, ServerCallContext context)
    {
        FailIfTold(_failedUpdates);
        var (reminder, changed) = (Find(request.Reminder.Id), request.Reminder);
        if (reminder.State is not (ReminderState.Scheduled or ReminderState.Paused))
            throw new RpcException(new(StatusCode.FailedPrecondition, "The reminder is settled."));
        if (changed.Revision != reminder.Revision)
            throw new RpcException(new(StatusCode.Aborted, "The revision is stale."));

        if (!changed.Schedule.Equals(reminder.Schedule))
            (reminder.NextDue, reminder.Occurrence) = (InstantsOf(changed.Schedule).First(), 1);
        (reminder.Schedule, reminder.Notification) = (changed.Schedule, changed.Notification);
        reminder.Labels.Clear();
        reminder.Labels.Add(changed.Labels);
        reminder.Revision++;
        return Task.FromResult(reminder.Clone());
    }

    public override Task<Reminder> Pause(PauseRequest request, ServerCallContext context) => Task.FromResult(Change(request.Id, ReminderState.Paused));

    public override Task<Reminder> Resume(ResumeRequest request, ServerCallContext context) => Task.FromResult(Change(request.Id, ReminderState.Scheduled));

    public override Task<PreviewScheduleResponse> PreviewSchedule(PreviewScheduleRequest request, ServerCallContext context) =>
        Task.FromResult(new PreviewScheduleResponse { Instants = { InstantsOf(request.Schedule).Take(request.Count) } });

    public override Task<ResumeRecipientResponse> ResumeRecipient(ResumeRecipientRequest request, ServerCallContext context)
    {
        FailIfTold(_failedResumes);
        Resumed.Enqueue(request.Recipient);
        return Task.FromResult(new ResumeRecipientResponse { Resumed = 1 });
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Returns the instants of a schedule. A series is daily here: tests of its rule use the real scheduler.</summary>
    private static IEnumerable<Timestamp> InstantsOf(Schedule schedule) => schedule switch
    {
        { At: { } at } => [at],
        { Recurrence: { } recurrence } => Enumerable.Range(0, 10).Select(days => LocalDateTimePattern.ExtendedIso.Parse(recurrence.Start).Value.PlusDays(days)
            .InZoneLeniently(DateTimeZoneProviders.Tzdb[recurrence.TimeZone]).ToDateTimeOffset()).Select(Timestamp.FromDateTimeOffset),
        _ => [Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + schedule.Delay.ToTimeSpan())],
    };

    private Reminder Find(string id) => Reminders.FirstOrDefault(reminder => reminder.Id == id) ?? throw new RpcException(new(StatusCode.NotFound, "No such reminder."));

    private Reminder Change(string id, ReminderState state)
    {
        var reminder = Find(id);
        if (reminder.State is not (ReminderState.Scheduled or ReminderState.Paused))
            throw new RpcException(new(StatusCode.FailedPrecondition, "The reminder is settled."));
        reminder.State = state;
        return reminder;
    }

    private static bool Carries(Reminder reminder, ReminderFilter filter) => filter.Labels.All(label => reminder.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static bool Matches(string wanted, string actual) => wanted.Length == 0 || wanted == actual;

    private static RpcException Invalid(string field, string description) => new Status
    {
        Code = (int)StatusCode.InvalidArgument,
        Message = "The request is not valid.",
        Details = { Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = description } } }) },
    }.ToRpcException();

    private static void FailIfTold(ConcurrentQueue<StatusCode> failures)
    {
        if (failures.TryDequeue(out var code))
            throw new RpcException(new(code, "told to fail"));
    }

    private Reminder Make(CreateRequest request)
    {
        var reminder = request.Reminder.Clone();
        reminder.Id = $"reminder-{++_made}";
        reminder.State = ReminderState.Scheduled;
        reminder.NextDue = InstantsOf(reminder.Schedule).First();
        Reminders.Enqueue(reminder);
        if (request.RequestId.Length > 0)
            _byRequest[request.RequestId] = (request.Reminder, reminder);

        return reminder;
    }
}
