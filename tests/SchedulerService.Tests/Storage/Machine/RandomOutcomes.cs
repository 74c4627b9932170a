using Nudge.SchedulerService.Outcomes;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Random outcomes of a delivery.</summary>
internal static class RandomOutcomes
{
    public static Outcome Next(Random random) => random.Next(8) switch
    {
        0 => new Outcome.RetryLater(TimeSpan.FromSeconds(random.Next(3)), "busy"),
        1 => new Outcome.Rejected("no such handler"),
        2 => new Outcome.RecipientUnreachable("uninstalled"),
        3 => new Outcome.Ambiguous("Teams answered 500"),
        4 => new Outcome.StreamBroke("gone"),
        5 => new Outcome.Expired(),
        _ => new Outcome.Delivered("m-1"),
    };
}
