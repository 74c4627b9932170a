namespace Nudge.SchedulerService.Pacing;

/// <summary>What a lane holds up.</summary>
/// <param name="Lane">Its name.</param>
/// <param name="Waiting">How many wait in memory.</param>
/// <param name="PutBack">How many are put back in the store, as far as this node knows: what was cancelled meanwhile is counted, what another node has put back is not.</param>
/// <param name="InFlight">How many are being delivered.</param>
/// <param name="NextSlot">How long until the next slot; zero or less: now.</param>
/// <param name="Drained">How long until all of it has had its slot.</param>
internal sealed record Backlog(string Lane, int Waiting, long PutBack, int InFlight, TimeSpan NextSlot, TimeSpan Drained);
