using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// Makes the reminder that reports a FAILED reminder to the recipient of its failure notice. The commit that records the failure also writes the
/// notice, so each failure has exactly one. The notice has no failure notice of its own.
/// </summary>
internal static class FailureNotices
{
    /// <summary>Returns the notice of a reminder that FAILED; null when the reminder asks for none.</summary>
    public static StoredReminder? Of(DueReminder failed, Instant now, string reason)
    {
        if (failed.Content.FailureNotice is not { } asked)
            return null;

        var content = new Reminder
        {
            Target = failed.Content.Target,
            Recipient = asked.Recipient.Clone(),
            Schedule = new Schedule { At = now.ToTimestamp() },
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
            Id = ReminderId.New(now.ToDateTimeOffset()),
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
