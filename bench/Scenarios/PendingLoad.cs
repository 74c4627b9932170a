using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Registers reminders that stay pending during a run.</summary>
internal static class PendingLoad
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Registers reminders that are due 1 to 31 days ahead, spread evenly and in no order.</summary>
    public static async Task RegisterAsync(Deployment deployment, int count)
    {
        var inADay = TimeProvider.System.GetUtcNow().AddDays(1);
        await Registration.StreamAsync(deployment.Client, count, i => inADay + (Month * Share(i)));
        await deployment.TidyAsync();
    }

    /// <summary>Returns a number from 0 to 1. Consecutive numbers are spread evenly (multiples of the golden ratio).</summary>
    private static double Share(int i) => i * 0.6180339887498949 % 1;
}
