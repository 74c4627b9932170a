using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>The result of a request to create a reminder.</summary>
internal abstract record Creation
{
    /// <summary>The reminder was created.</summary>
    public sealed record Created(StoredReminder Reminder) : Creation;

    /// <summary>
    /// An earlier call had the same request id and created the reminder <paramref name="Id"/>. <paramref name="Reminder"/> is null when the
    /// history no longer keeps that reminder.
    /// </summary>
    public sealed record Repeated(Guid Id, bool SameContent, StoredReminder? Reminder) : Creation;
}
