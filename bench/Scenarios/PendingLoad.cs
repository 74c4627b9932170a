using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Reminders that are due some day, and are in the way today.</summary>
internal static class PendingLoad
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Registers some that are due in a day or later, spread over a month, in no order.</summary>
    public static async Task RegisterAsync(Deployment deployment, int count)
    {
        var inADay = TimeProvider.System.GetUtcNow().AddDays(1);
        await Registration.StreamAsync(deployment.Client, count, i => inADay + (Month * Share(i)));
        await deployment.TidyAsync();
    }

    /// <summary>From 0 to 1; any number of them in a row are spread evenly (multiples of the golden ratio).</summary>
    private static double Share(int i) => i * 0.6180339887498949 % 1;
}
