using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>Which reminders to list. Null, empty or zero means: whichever.</summary>
internal sealed record ReminderQuery
{
    public required string Owner { get; init; }

    public Recipient? Recipient { get; init; }

    public required IReadOnlySet<ReminderState> States { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long? DueFrom { get; init; }

    public long? DueBefore { get; init; }

    /// <summary>Only ids after this one.</summary>
    public Guid After { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Whether a reminder is one of these, its place in a listing apart.</summary>
    public bool Matches(StoredReminder reminder)
    {
        var recipient = reminder.Content.Recipient;
        var labels = reminder.Content.Labels;
        return reminder.Owner == Owner
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
