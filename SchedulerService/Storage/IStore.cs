namespace Nudge.SchedulerService.Storage;

/// <summary>The store that the connection string names. Its parts can be used once it is open.</summary>
internal interface IStore : IAsyncDisposable
{
    IReminderStore Reminders { get; }

    IShardSessions Sessions { get; }

    IShardNotices Notices { get; }

    /// <summary>Opens the store, and creates or migrates its schema. A store with its own clock starts the scheduler's clock at its time.</summary>
    /// <exception cref="ServiceDefaults.CannotStartException">The store cannot be used. The message says why. Nothing was written.</exception>
    Task OpenAsync();
}
