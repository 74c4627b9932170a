namespace Nudge.Bench.Peers;

/// <summary>A peer that is a .NET library, on its own empty store.</summary>
internal interface IInProcessPeer : IAsyncDisposable
{
    /// <summary>Gets the number of reminders in one bulk call; null when the peer has no bulk call.</summary>
    int? MaxBatch { get; }

    /// <summary>Registers one reminder, which calls <see cref="Tally.Add"/> when it is due.</summary>
    Task RegisterAsync(int number, DateTimeOffset due);

    /// <summary>Registers several reminders in one call.</summary>
    /// <exception cref="NotSupportedException"><see cref="MaxBatch"/> is null.</exception>
    Task RegisterAsync(int first, int count, DateTimeOffset due);

    /// <summary>Starts to handle due reminders.</summary>
    Task StartAsync();

    /// <summary>Stops handling reminders, and returns once the running handlers have ended.</summary>
    Task StopAsync();

    /// <summary>Returns the number of reminders that the store still holds unhandled.</summary>
    Task<long> CountLeftAsync();
}
