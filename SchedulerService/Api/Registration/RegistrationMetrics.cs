using System.Diagnostics.Metrics;

namespace Nudge.SchedulerService.Api;

/// <summary>Counts registrations by their result.</summary>
internal sealed class RegistrationMetrics(IMeterFactory meters)
{
    public const string Created = "created";
    public const string Repeated = "repeated";
    public const string Refused = "refused";

    private readonly Counter<long> _registrations = meters.Create(Telemetry.Name).CreateCounter<long>(
        "nudge.reminder.registrations", "{reminder}", "Registrations that were answered, by result");

    /// <summary>Gets whether a listener collects the metric.</summary>
    public bool IsEnabled => _registrations.Enabled;

    public void Count(string result) => _registrations.Add(1, new KeyValuePair<string, object?>("nudge.result", result));
}
