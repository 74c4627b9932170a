using System.Text.RegularExpressions;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures what a scheduler allocates, by type, for each registered reminder and for each one delivered in a spike.</summary>
internal static partial class Allocations
{
    private const int DefaultCount = 100_000;

    /// <summary>The number of types in the report, the largest first.</summary>
    private const int MostTypes = 12;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        var count = settings.Count ?? DefaultCount;
        var rate = await Registration.WarmUpAsync(deployment, Math.Min(count, 20_000));

        // Tracing slows the registration down, so plan twice the time.
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(4 + (2 * count / rate));
        await TraceAsync("registered", () => Registration.StreamAsync(deployment.Client, count, _ => due));
        var left = due - TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1);
        await Progress.WaitAsync("waiting for the instant", left);
        await TraceAsync("delivered", () => Deliveries.AwaitAsync(deployment, count));
        await Deliveries.ExpectAsync(deployment, count);

        async Task TraceAsync(string what, Func<Task> work)
        {
            using var trace = new AllocationTrace(deployment.Schedulers[0].ProcessId);
            await work();
            var allocated = await trace.StopAsync();
            report.Add($"{what}, all types", (double)allocated.Sum(entry => entry.Bytes) / count, "B each");
            foreach (var (type, bytes) in allocated.Take(MostTypes))
                report.Add($"{what}, {Namespaces.Replace(type, "")}", (double)bytes / count, "B each");
        }
    }

    [GeneratedRegex(@"(?<![\w.])(\w+\.)+")]
    private static partial Regex Namespaces { get; }
}
