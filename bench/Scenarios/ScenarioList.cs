using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>The scenarios by name.</summary>
internal static class ScenarioList
{
    public static readonly IReadOnlyDictionary<string, Func<StoreServer, Settings, Report, Task>> All =
        new Dictionary<string, Func<StoreServer, Settings, Report, Task>>
        {
            ["spike"] = Spike.RunAsync,
            ["register"] = Register.RunAsync,
            ["punctual"] = Punctual.RunAsync,
            ["mixed"] = Mixed.RunAsync,
            ["previews"] = Previews.RunAsync,
            ["crowd"] = Crowd.RunAsync,
            ["authentication"] = Authentication.RunAsync,
            ["foreign"] = Foreign.RunAsync,
            ["pending"] = Pending.RunAsync,
            ["nodes"] = Nodes.RunAsync,
            ["idle"] = Idle.RunAsync,
            ["limit"] = Limit.RunAsync,
            ["allocations"] = Allocations.RunAsync,
            ["lanes"] = Lanes.RunAsync,
            ["pacing"] = Pacing.RunAsync,
            ["peers"] = Peers.RunAsync,
        };

    /// <summary>The scenarios that repeat their runs themselves, because the runs share a slow setup.</summary>
    private static readonly HashSet<string> RepeatThemselves = ["pending"];

    public static async Task<int> RunAsync(string scenario, Settings settings, FileInfo? json)
    {
        if (settings.Store == StoreKind.Postgres && !Servers.PostgresServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync($"This machine lacks {Servers.PostgresServer.Requirement}. Install it, or use --store sqlite.");
            return 2;
        }

        var report = new Report(scenario, settings);
        await using var server = await StoreServer.StartAsync(settings.Store);
        var repeatsItself = RepeatThemselves.Contains(scenario);
        for (var repeat = 1; repeat <= (repeatsItself ? 1 : settings.Repeats); repeat++)
        {
            if (!repeatsItself)
                await Console.Error.WriteLineAsync($"{scenario}: run {repeat} of {settings.Repeats}");
            try
            {
                await All[scenario](server, settings, report);
            }
            catch (RefusedException refused)
            {
                await Console.Error.WriteLineAsync(refused.Message);
                return 2;
            }
        }

        report.Print();
        if (json is not null)
            await report.WriteAsync(json);
        return 0;
    }
}
