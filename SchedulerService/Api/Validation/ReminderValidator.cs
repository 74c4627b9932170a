using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>Checks the limits that reminder.proto documents.</summary>
internal sealed partial class ReminderValidator(IOptions<CallbackOptions> callbacks)
{
    public const string ScheduleField = "reminder.schedule";

    private const int MaxHandler = 200;
    private const int MaxTextBytes = 80 * 1024;
    private const int MaxUserId = 256;

    /// <summary>In characters. PostgreSQL indexes at most 2,704 bytes, and a character may take three bytes.</summary>
    private const int MaxConversationId = 800;

    private const int MaxLabels = 16;

    /// <summary>Checks everything that does not depend on the current time.</summary>
    public void Check(Reminder? reminder, FieldViolations violations)
    {
        if (reminder is null)
        {
            violations.Add("reminder", "is required");
            return;
        }

        var targets = callbacks.Value.Targets;
        violations.Require(
            reminder.Target.Length == 0 || targets.ContainsKey(reminder.Target), "reminder.target",
            $"is not a configured callback; add it to Callbacks:Targets of the scheduler, or use one of: {string.Join(", ", targets.Keys.Order(StringComparer.Ordinal))}");
        violations.RequireText(reminder.Lane, MaxUserId, "reminder.lane");
        CheckRecipient(reminder.Recipient, "reminder.recipient", violations);
        CheckNotification(reminder.Notification, violations);
        CheckPolicy(reminder.DeliveryPolicy, violations);
        CheckLabels(reminder.Labels, "reminder.labels", violations);
        CheckFailureNotice(reminder.FailureNotice, violations);
        violations.Require(System.Enum.IsDefined(reminder.CatchUpPolicy), "reminder.catch_up_policy", "is not one of the defined policies");
    }

    public static void CheckRecipient(Recipient? recipient, string field, FieldViolations violations)
    {
        if (recipient is null || (recipient.UserId.Length == 0 && recipient.ConversationId.Length == 0))
            violations.Add(field, "needs a user_id or a conversation_id");
        CheckRecipientLimits(recipient, field, violations);
    }

    public static void CheckRecipientLimits(Recipient? recipient, string field, FieldViolations violations)
    {
        if (recipient is null)
            return;
        violations.RequireText(recipient.UserId, MaxUserId, field, ".user_id");
        violations.RequireText(recipient.ConversationId, MaxConversationId, field, ".conversation_id");
        violations.RequireText(recipient.TenantId, MaxUserId, field, ".tenant_id");
    }

    public static void CheckLabels(IDictionary<string, string> labels, string field, FieldViolations violations)
    {
        violations.Require(labels.Count <= MaxLabels, field, $"has {labels.Count} labels, at most {MaxLabels} are allowed");
        foreach (var (name, value) in labels)
        {
            violations.Require(LabelName.IsMatch(name), $"{field}[{name}]", "is not a valid name; use 1 to 63 letters, digits, '.', '_', '-' and '/'");
            violations.RequireText(value, 256, $"{field}[{name}]");
        }
    }

    private static void CheckNotification(Notification? notification, FieldViolations violations)
    {
        if (notification is null || (notification.Text.Length == 0 && notification.Handler.Length == 0))
        {
            violations.Add("reminder.notification", "needs a text or a handler");
            return;
        }

        violations.RequireAtMost(notification.Handler, MaxHandler, "reminder.notification.handler");
        var textBytes = notification.Text.Length * sizeof(char);
        violations.Require(textBytes <= MaxTextBytes, "reminder.notification.text", $"is {textBytes} bytes as UTF-16, at most {MaxTextBytes} are allowed");
        var dataBytes = notification.Data?.CalculateSize() ?? 0;
        violations.Require(dataBytes <= MaxTextBytes, "reminder.notification.data", $"is {dataBytes} bytes, at most {MaxTextBytes} are allowed");
        if (notification.Data is not null)
            PayloadCheck.Check(notification.Data, "reminder.notification.data", violations);
    }

    private static void CheckFailureNotice(FailureNotice? notice, FieldViolations violations)
    {
        if (notice is null)
            return;
        CheckRecipient(notice.Recipient, "reminder.failure_notice.recipient", violations);
        violations.RequireAtMost(notice.Handler, MaxHandler, "reminder.failure_notice.handler");
    }

    private static void CheckPolicy(DeliveryPolicy? policy, FieldViolations violations)
    {
        if (policy is null)
            return;

        const string Field = "reminder.delivery_policy";
        violations.Require(policy.MaxAttempts is >= 0 and <= 100, $"{Field}.max_attempts", "must be 1 to 100, or 0 for the default");
        violations.Require(System.Enum.IsDefined(policy.Ambiguous), $"{Field}.ambiguous", "is not one of the defined policies");

        var before = violations.Count;
        RequireBetween(policy.InitialBackoff, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), $"{Field}.initial_backoff", "100 ms to an hour", violations);
        RequireBetween(policy.MaxBackoff, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1), $"{Field}.max_backoff", "100 ms to a day", violations);
        RequireBetween(policy.ExpireAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3653), $"{Field}.expire_after", "a second to ten years", violations);
        if (violations.Count > before)
            return;

        var rules = DeliveryRules.Of(policy);
        violations.Require(rules.MaxBackoff >= rules.InitialBackoff, $"{Field}.max_backoff", "must not be less than initial_backoff");
    }

    private static void RequireBetween(
        Google.Protobuf.WellKnownTypes.Duration? length, TimeSpan min, TimeSpan max, string field, string range, FieldViolations violations)
    {
        if (length is not null)
            violations.Require(ProtoTime.TryCeiling(length, out var time) && time >= min && time <= max, field, $"must be {range}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9._/-]{1,63}\z")]
    private static partial Regex LabelName { get; }
}
