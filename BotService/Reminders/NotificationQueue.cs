using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>Asks the scheduler to call the bot back.</summary>
internal sealed class NotificationQueue(ReminderScheduler.ReminderSchedulerClient scheduler, NotificationHandlers handlers)
{
    /// <summary>Has a method called when the time has come, whichever process of the bot then runs.</summary>
    /// <param name="recipient">Who is to be told.</param>
    /// <param name="handler">A method registered with <see cref="NotificationHandlers"/>.</param>
    /// <param name="delayMilliseconds">From 0 to ten years.</param>
    /// <param name="requestId">Names the wish: wishing it again under the same name changes nothing.</param>
    /// <param name="text">For a handler that sends one.</param>
    /// <param name="cancellationToken">Stops waiting; the reminder may have been made all the same.</param>
    /// <exception cref="ArgumentException">The method is not registered.</exception>
    /// <exception cref="Grpc.Core.RpcException">The scheduler refuses it, or cannot be reached.</exception>
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
