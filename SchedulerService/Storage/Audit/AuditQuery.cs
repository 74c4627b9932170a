using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>The conditions of a list of audit records. A null condition matches every record.</summary>
/// <param name="Owner">The owner of the reminder.</param>
/// <param name="ReminderId">The reminder.</param>
/// <param name="Actor">The caller.</param>
/// <param name="Actions">The actions; an empty list matches every action.</param>
/// <param name="From">The first instant.</param>
/// <param name="Before">The instant after the last one.</param>
/// <param name="Below">The sequence below which records match; null for the latest record.</param>
/// <param name="Limit">The most records, 1 or more.</param>
internal sealed record AuditQuery(
    string? Owner, Guid? ReminderId, string? Actor, IReadOnlyList<AuditAction> Actions, Instant? From, Instant? Before, long? Below, int Limit);
