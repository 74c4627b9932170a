using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>What an update makes of a reminder. <paramref name="first"/> is null where the schedule stays as it was.</summary>
internal sealed class Update(Reminder content, Occurrence? first)
{
    /// <summary>The content that an update states: what never changes may be left out, and may not be stated otherwise.</summary>
    public static Reminder Of(Reminder stated, Reminder present, FieldViolations violations)
    {
        var content = StatedReminder.Of(stated);
        RequireSame(content.Target, present.Target, "reminder.target", violations);
        RequireSame(content.Lane, present.Lane, "reminder.lane", violations);
        violations.Require(
            content.Recipient is null || content.Recipient.Equals(present.Recipient), "reminder.recipient", "cannot be changed: cancel, and register another");

        content.Target = present.Target;
        content.Lane = present.Lane;
        content.Recipient = present.Recipient;
        return content;
    }

    public StoredReminder ApplyTo(StoredReminder before)
    {
        var after = before with { Content = content };
        if (first is { } occurrence)
            after = after with { DueAt = occurrence.At, Wall = occurrence.Wall, VisibleAt = occurrence.At, Occurrence = 1 };

        // What is told anew is another delivery: under the old id its receipt would answer that the user was told.
        var isToldAnew = first is not null || !Equals(content.Notification, before.Content.Notification);
        return isToldAnew
            ? after with { Generation = before.Generation + 1, Attempt = 0, BrokenStreams = 0, LastError = null }
            : after;
    }

    private static void RequireSame(string stated, string present, string field, FieldViolations violations) =>
        violations.Require(stated.Length == 0 || stated == present, field, "cannot be changed: cancel, and register another");
}
