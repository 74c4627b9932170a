namespace Nudge.Chaos;

/// <summary>The settings of a run.</summary>
/// <param name="Rate">The reminders per second.</param>
/// <param name="Window">The time over which the throughput before and after a fault is measured.</param>
/// <param name="Soak">The time of the scenario without a fault.</param>
/// <param name="Logs">The folder for the logs of the services; null for none.</param>
internal sealed record Settings(int Rate, TimeSpan Window, TimeSpan Soak, DirectoryInfo? Logs);
