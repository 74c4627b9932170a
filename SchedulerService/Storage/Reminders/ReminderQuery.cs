using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>The conditions of a list of reminders. A null or empty condition matches every reminder.</summary>
internal sealed record ReminderQuery
{
    /// <summary>Gets the caller that registered the reminders; null for every caller.</summary>
    public required string? Owner { get; init; }

    /// <summary>Gets the recipient. A reminder matches when its recipient is equal in every field that is set.</summary>
    public Recipient? Recipient { get; init; }

    public required IReadOnlySet<ReminderState> States { get; init; }

    /// <summary>Gets the labels. A reminder matches when it carries all of them.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Gets the earliest due time, inclusive.</summary>
    public Instant? DueFrom { get; init; }

    /// <summary>Gets the latest due time, exclusive.</summary>
    public Instant? DueBefore { get; init; }

    /// <summary>Gets the id after which the list starts.</summary>
    public Guid After { get; init; }

    /// <summary>Gets the largest number of reminders to return. Default: no limit.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Returns whether a reminder meets the conditions. Ignores <see cref="After"/> and <see cref="Limit"/>.</summary>
    public bool Matches(StoredReminder reminder)
    {
        var recipient = reminder.Content.Recipient;
        var labels = reminder.Content.Labels;
        return (Owner is null || reminder.Owner == Owner)
            && (States.Count == 0 || States.Contains(reminder.State))
            && IsUnsetOr(Recipient?.UserId, recipient.UserId)
            && IsUnsetOr(Recipient?.ConversationId, recipient.ConversationId)
            && IsUnsetOr(Recipient?.TenantId, recipient.TenantId)
            && (DueFrom is not { } from || reminder.DueAt >= from)
            && (DueBefore is not { } before || reminder.DueAt < before)
            && (Labels is null || Labels.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value));
    }

    private static bool IsUnsetOr(string? wanted, string actual) => string.IsNullOrEmpty(wanted) || wanted == actual;
}
