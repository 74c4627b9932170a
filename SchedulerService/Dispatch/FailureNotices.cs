using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// The reminder that tells whoever asked for it that another one FAILED. It is made in the commit that records the failure, so there is
/// one for each; it asks for no notice itself.
/// </summary>
internal static class FailureNotices
{
    public static StoredReminder? Of(DueReminder failed, long now, string reason)
    {
        if (failed.Content.FailureNotice is not { } asked)
            return null;

        var at = Instant.ToDateTimeOffset(now);
        var content = new Reminder
        {
            Target = failed.Content.Target,
            Recipient = asked.Recipient.Clone(),
            Schedule = new Schedule { At = Instant.ToTimestamp(now) },
            Notification = new Notification
            {
                Handler = asked.Handler,
                Text = "A reminder could not be delivered.",
                Data = new Struct
                {
                    Fields =
                    {
                        ["reminder_id"] = Value.ForString(ReminderId.Format(failed.Key.Id)),
                        ["occurrence"] = Value.ForNumber(failed.Key.Occurrence),
                        ["reason"] = Value.ForString(reason),
                    },
                },
            },
        };
        content.Lane = LaneKey.Of(content);
        return new StoredReminder
        {
            Id = ReminderId.New(at),
            Owner = failed.Owner,
            Shard = Shard.Of(content.Lane),
            Content = content,
            State = ReminderState.Scheduled,
            DueAt = now,
            CreatedAt = now,
            UpdatedAt = now,
            TraceParent = failed.TraceParent,
        };
    }
}
