namespace Nudge.SchedulerService.Pacing;

/// <summary>The backlog of a lane.</summary>
/// <param name="Lane">The name of the lane.</param>
/// <param name="Waiting">The number of reminders that wait in memory.</param>
/// <param name="Deferred">
/// The number of reminders deferred in the store, as far as this node knows. Cancelled reminders still count; reminders that another node deferred do
/// not.
/// </param>
/// <param name="InFlight">The number of reminders that are being delivered.</param>
/// <param name="NextSlot">The time until the next slot; zero or less means now.</param>
/// <param name="Drained">The time until the whole backlog has had its slots.</param>
internal sealed record Backlog(string Lane, int Waiting, long Deferred, int InFlight, TimeSpan NextSlot, TimeSpan Drained);
