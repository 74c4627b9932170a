using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>Why a reminder is paused, as a set; the numbers are stored.</summary>
[Flags]
internal enum PauseCauses
{
    None = 0,
    User = 1,
    Recipient = 2,
    Admin = 4,
}

internal static class PauseCausesExtensions
{
    public static IEnumerable<PauseCause> ToList(this PauseCauses causes)
    {
        if (causes.HasFlag(PauseCauses.User))
            yield return PauseCause.User;
        if (causes.HasFlag(PauseCauses.Recipient))
            yield return PauseCause.Recipient;
        if (causes.HasFlag(PauseCauses.Admin))
            yield return PauseCause.Admin;
    }
}
