namespace Nudge.SchedulerService.Api;

/// <summary>What the audit records. Section <c>Audit</c>.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>
    /// Gets or sets whether new reminders are recorded, too. Default: false. A reminder itself tells its owner and its creation time, so a record adds
    /// the caller's address only, and costs a row for each registration.
    /// </summary>
    public bool Creations { get; set; }
}
