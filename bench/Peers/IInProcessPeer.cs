namespace Nudge.Bench.Peers;

/// <summary>A peer that is a library, on an empty store of its own.</summary>
internal interface IInProcessPeer : IAsyncDisposable
{
    /// <summary>How many reminders are registered by one call; null where there is no such call.</summary>
    int? MaxBatch { get; }

    /// <summary>Registers one reminder, which calls <see cref="Tally.Add"/> when it is due.</summary>
    Task RegisterAsync(int number, DateTimeOffset due);

    /// <summary>Registers many, by one call.</summary>
    Task RegisterAsync(int first, int count, DateTimeOffset due);

    /// <summary>From now on it handles what is due.</summary>
    Task StartAsync();

    /// <summary>It handles no more; what it was handling is done when this is.</summary>
    Task StopAsync();

    /// <summary>How many reminders are still to come.</summary>
    Task<long> CountLeftAsync();
}
