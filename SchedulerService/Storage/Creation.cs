using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>What became of a request to keep a reminder.</summary>
internal abstract record Creation
{
    /// <summary>It is kept.</summary>
    public sealed record Created(StoredReminder Reminder) : Creation;

    /// <summary>The request was used before; <paramref name="Reminder"/> is null when the history no longer keeps what it made.</summary>
    public sealed record Repeated(Guid Id, bool SameContent, StoredReminder? Reminder) : Creation;
}
