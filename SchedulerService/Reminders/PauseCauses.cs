using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>The set of causes for which a reminder is paused. Stores keep the numeric values.</summary>
[Flags]
internal enum PauseCauses
{
    None = 0,
    User = 1,
    Recipient = 2,
}

internal static class PauseCausesExtensions
{
    public static IEnumerable<PauseCause> ToList(this PauseCauses causes)
    {
        if (causes.HasFlag(PauseCauses.User))
            yield return PauseCause.User;
        if (causes.HasFlag(PauseCauses.Recipient))
            yield return PauseCause.Recipient;
    }
}
