using System.Collections.Frozen;
using Nudge.V1;

namespace Nudge.SchedulerService.Access;

/// <summary>What callers may do, and which scope each method needs.</summary>
internal static class Scopes
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Read, Write, Admin];

    /// <summary>Gets the scope of each method of the scheduler. A method that is missing cannot be called.</summary>
    public static readonly FrozenDictionary<string, string> OfMethods = new Dictionary<string, string>
    {
        [nameof(ReminderScheduler.ReminderSchedulerBase.Create)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.CreateStream)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Get)] = Read,
        [nameof(ReminderScheduler.ReminderSchedulerBase.List)] = Read,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Update)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Cancel)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.CancelMatching)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Pause)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Resume)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.DeliverNow)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Retry)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.ResumeRecipient)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.ForgetRecipient)] = Write,
        [nameof(ReminderScheduler.ReminderSchedulerBase.Watch)] = Read,
        [nameof(ReminderScheduler.ReminderSchedulerBase.PreviewSchedule)] = Read,
        [nameof(ReminderScheduler.ReminderSchedulerBase.ListAudit)] = Read,
        // Lanes are named after tenants and users of every owner.
        [nameof(ReminderScheduler.ReminderSchedulerBase.ListLanes)] = Admin,
    }.ToFrozenDictionary();
}
