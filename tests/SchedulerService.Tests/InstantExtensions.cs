using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests;

/// <summary>Instants relative to another one.</summary>
internal static class InstantExtensions
{
    public static Instant Plus(this Instant instant, long milliseconds) => new(instant.Milliseconds + milliseconds);
}
