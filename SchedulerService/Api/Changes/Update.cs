using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>The effect of an update on a reminder.</summary>
/// <param name="content">The new content.</param>
/// <param name="first">The first occurrence of a new schedule; null if the schedule is unchanged.</param>
internal sealed class Update(Reminder content, Occurrence? first)
{
    /// <summary>Returns the content that an update states. Fields that never change may be left out, but must not differ.</summary>
    public static Reminder Of(Reminder stated, Reminder present, FieldViolations violations)
    {
        var content = StatedReminder.Of(stated);
        RequireSame(content.Target, present.Target, "reminder.target", violations);
        RequireSame(content.Lane, present.Lane, "reminder.lane", violations);
        violations.Require(
            content.Recipient is null || content.Recipient.Equals(present.Recipient), "reminder.recipient",
            "cannot be changed: cancel this reminder and create another one");

        content.Target = present.Target;
        content.Lane = present.Lane;
        content.Recipient = present.Recipient;
        return content;
    }

    /// <summary>Returns the updated reminder.</summary>
    public StoredReminder ApplyTo(StoredReminder before)
    {
        var after = before with { Content = content };
        if (first is { } occurrence)
            after = after with { DueAt = occurrence.At, Wall = occurrence.Wall, VisibleAt = occurrence.At, Occurrence = 1 };

        // A new schedule or notification needs a new delivery id. Under the old id, the bot's receipt would report it as delivered.
        var isToldAnew = first is not null || !Equals(content.Notification, before.Content.Notification);
        return isToldAnew
            ? after with { Generation = before.Generation + 1, Attempt = 0, BrokenStreams = 0, LastError = null }
            : after;
    }

    /// <summary>Returns the names of the fields that differ, separated by commas.</summary>
    public static string Difference(Reminder content, Reminder present)
    {
        (string Name, bool Differs)[] fields =
        [
            ("schedule", !Equals(content.Schedule, present.Schedule)),
            ("notification", !Equals(content.Notification, present.Notification)),
            ("delivery_policy", !Equals(content.DeliveryPolicy, present.DeliveryPolicy)),
            ("catch_up_policy", content.CatchUpPolicy != present.CatchUpPolicy),
            ("labels", !content.Labels.Equals(present.Labels)),
            ("failure_notice", !Equals(content.FailureNotice, present.FailureNotice)),
        ];
        return string.Join(',', fields.Where(field => field.Differs).Select(field => field.Name));
    }

    private static void RequireSame(string stated, string present, string field, FieldViolations violations) =>
        violations.Require(stated.Length == 0 || stated == present, field, "cannot be changed: cancel this reminder and create another one");
}
