using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>Registers reminders. When one is due, the scheduler calls its handler, in whichever process then serves the callback.</summary>
/// <remarks>
/// Each method throws <see cref="ArgumentException"/> when the handler is not registered, and <see cref="Grpc.Core.RpcException"/> when the scheduler
/// refuses the reminder or cannot be reached. After a call that failed on the way, the reminder may exist: repeat the call with the same
/// <see cref="ReminderOptions.RequestId"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "Microsoft's documentation of proactive messages names it so.")]
[SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in the type of the required schedule.")]
public sealed class NotificationQueue
{
    private readonly ReminderScheduler.ReminderSchedulerClient _scheduler;
    private readonly HandlerTable _handlers;
    private readonly JsonSerializerOptions _json;
    private readonly string _target;

    internal NotificationQueue(ReminderScheduler.ReminderSchedulerClient scheduler, HandlerTable handlers, JsonSerializerOptions json, string target) =>
        (_scheduler, _handlers, _json, _target) = (scheduler, handlers, json, target);

    /// <summary>Registers a reminder that is due after a delay.</summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <param name="handler">A method that was added with <c>AddReminderHandlers</c>.</param>
    /// <param name="delayMilliseconds">The delay in milliseconds, from 0 to ten years.</param>
    /// <param name="options">What else the reminder has.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    public Task<Reminder> AddReminder(string userId, Delegate handler, long delayMilliseconds, ReminderOptions? options = null, CancellationToken cancellationToken = default) =>
        AddReminder(userId, handler, TimeSpan.FromMilliseconds(delayMilliseconds), options, cancellationToken);

    /// <summary>Registers a reminder that is due after a delay.</summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <param name="handler">A method that was added with <c>AddReminderHandlers</c>.</param>
    /// <param name="delay">The delay, from 0 to ten years.</param>
    /// <param name="options">What else the reminder has.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    public Task<Reminder> AddReminder(string userId, Delegate handler, TimeSpan delay, ReminderOptions? options = null, CancellationToken cancellationToken = default) =>
        AddReminder(new Recipient { UserId = userId }, handler, Schedules.After(delay), options, cancellationToken);

    /// <summary>Registers a reminder that is due at an instant.</summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <param name="handler">A method that was added with <c>AddReminderHandlers</c>.</param>
    /// <param name="at">The instant, at most ten years ahead.</param>
    /// <param name="options">What else the reminder has.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    public Task<Reminder> AddReminder(string userId, Delegate handler, DateTimeOffset at, ReminderOptions? options = null, CancellationToken cancellationToken = default) =>
        AddReminder(new Recipient { UserId = userId }, handler, Schedules.At(at), options, cancellationToken);

    /// <summary>Registers a reminder with any schedule.</summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <param name="handler">A method that was added with <c>AddReminderHandlers</c>.</param>
    /// <param name="schedule">The schedule: see <see cref="Schedules"/>.</param>
    /// <param name="options">What else the reminder has.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    public Task<Reminder> AddReminder(string userId, Delegate handler, Schedule schedule, ReminderOptions? options = null, CancellationToken cancellationToken = default) =>
        AddReminder(new Recipient { UserId = userId }, handler, schedule, options, cancellationToken);

    /// <summary>Registers a reminder for a user, a conversation, or both.</summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="handler">A method that was added with <c>AddReminderHandlers</c>.</param>
    /// <param name="schedule">The schedule: see <see cref="Schedules"/>.</param>
    /// <param name="options">What else the reminder has.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    public async Task<Reminder> AddReminder(
        Recipient recipient, Delegate handler, Schedule schedule, ReminderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ReminderOptions();
        var reminder = new Reminder
        {
            Target = _target,
            Recipient = recipient,
            Schedule = schedule,
            Notification = new Notification { Handler = _handlers.NameOf(handler), Text = options.Text },
            Labels = { options.Labels },
            DeliveryPolicy = options.DeliveryPolicy,
            CatchUpPolicy = options.CatchUpPolicy,
            FailureNotice = options.FailureNotice,
        };
        if (options.Data is { } data)
            reminder.Notification.Data = JsonParser.Default.Parse<Struct>(JsonSerializer.Serialize(data, _json.GetTypeInfo(data.GetType())));

        var request = new CreateRequest { Reminder = reminder, RequestId = options.RequestId ?? RequestIds.Next() };
        return (await _scheduler.CreateAsync(request, cancellationToken: cancellationToken)).Reminder;
    }
}
