using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>Asks the scheduler to call the bot back.</summary>
internal sealed class NotificationQueue(ReminderScheduler.ReminderSchedulerClient scheduler, NotificationHandlers handlers)
{
    /// <summary>Registers a reminder that calls a method after a delay, in whichever process of the bot then runs.</summary>
    /// <param name="recipient">The recipient of the message.</param>
    /// <param name="handler">A method registered with <see cref="NotificationHandlers"/>.</param>
    /// <param name="delayMilliseconds">The delay in milliseconds, from 0 to ten years.</param>
    /// <param name="requestId">The idempotency key. A repeated call with the same key returns the first reminder.</param>
    /// <param name="text">The text, for a handler that sends one.</param>
    /// <param name="cancellationToken">Stops waiting. The reminder may still have been created.</param>
    /// <returns>The reminder as the scheduler stored it.</returns>
    /// <exception cref="ArgumentException">The method is not registered.</exception>
    /// <exception cref="Grpc.Core.RpcException">The scheduler refuses the reminder, or is unreachable.</exception>
    public async Task<Reminder> AddReminder(
        Recipient recipient, NotificationHandler handler, long delayMilliseconds, string requestId, string text = "", CancellationToken cancellationToken = default)
    {
        var reminder = new Reminder
        {
            Target = "bot",
            Recipient = recipient,
            Schedule = new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(delayMilliseconds)) },
            Notification = new Notification { Handler = handlers.NameOf(handler), Text = text },
        };
        var created = await scheduler.CreateAsync(new CreateRequest { Reminder = reminder, RequestId = requestId }, cancellationToken: cancellationToken);
        return created.Reminder;
    }
}
