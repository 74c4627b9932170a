namespace Nudge.SchedulerService.Storage;

/// <summary>The store that the connection string names. Its parts are there once it is open.</summary>
internal interface IStore : IAsyncDisposable
{
    IReminderStore Reminders { get; }

    IShardSessions Sessions { get; }

    IShardNotices Notices { get; }

    /// <summary>Opens it, creating or migrating it; and where it has a clock of its own, starts the scheduler's at its time.</summary>
    /// <exception cref="ServiceDefaults.CannotStartException">It is not to be used: the message says why, and nothing was written.</exception>
    Task OpenAsync();
}
