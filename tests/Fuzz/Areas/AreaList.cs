using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz.Areas;

/// <summary>What can be fuzzed.</summary>
internal static class AreaList
{
    /// <summary>Gets each area with its share of the requests.</summary>
    public static IReadOnlyDictionary<string, (int Share, Func<Settings, TimeProvider, int, Findings, Report, Task> RunAsync)> All { get; } =
        new Dictionary<string, (int Share, Func<Settings, TimeProvider, int, Findings, Report, Task> RunAsync)>
        {
            ["rpc"] = (73, (settings, clock, count, findings, report) => new RpcArea(settings, clock).RunAsync(count, findings, report)),
            ["bot"] = (20, (settings, clock, count, findings, report) => new BotArea(settings, clock).RunAsync(count, findings, report)),
            ["access"] = (3, (settings, clock, count, findings, report) => new AccessArea(settings, clock).RunAsync(count, findings, report)),
            ["preview"] = (4, (settings, clock, count, findings, report) => new PreviewArea(settings, clock).RunAsync(count, findings, report)),
        };

    /// <summary>Runs the areas one after the other.</summary>
    /// <returns>The exit code: 0 when nothing was found.</returns>
    public static async Task<int> RunAsync(Settings settings, Report report, TimeProvider clock)
    {
        var findings = new Findings();
        var shares = settings.Areas.Sum(area => All[area].Share);
        report.Write($"seed {settings.Seed}, store {settings.Store}");
        foreach (var area in settings.Areas)
            await All[area].RunAsync(settings, clock, (int)((long)settings.Count * All[area].Share / shares), findings, report);
        report.Show(findings, settings.Seed);
        return findings.IsEmpty ? 0 : 1;
    }
}
