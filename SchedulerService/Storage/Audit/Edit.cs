using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>A caller's change of reminders. The store records it in the same commit.</summary>
/// <param name="Owner">The owner whose reminders may be changed; null for every owner.</param>
/// <param name="Action">What the caller does.</param>
/// <param name="Actor">The caller's name; null when the change is not recorded.</param>
/// <param name="Address">The address from which the call came.</param>
internal sealed record Edit(string? Owner, AuditAction Action, string? Actor, string Address)
{
    /// <summary>Gets the fields that an update changes, separated by commas.</summary>
    public string ChangedFields { get; init; } = "";

    /// <summary>Gets a change of any owner's reminders that is not recorded, such as one that the scheduler makes by itself.</summary>
    public static Edit Unrecorded { get; } = new(Owner: null, AuditAction.Unspecified, Actor: null, Address: "");
}
