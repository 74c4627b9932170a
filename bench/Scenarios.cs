namespace Nudge.Bench;

/// <summary>The scenarios by their names.</summary>
internal static class Scenarios
{
    public static async Task<int> RunAsync(string scenario, int count, int repeats, FileInfo? json)
    {
        var report = new Report(scenario);
        for (var repeat = 1; repeat <= repeats; repeat++)
        {
            await Console.Error.WriteLineAsync($"{scenario}: run {repeat} of {repeats}");
            switch (scenario)
            {
                case "register":
                    await Nudge.RegisterAsync(count, callers: 1, report);
                    await Nudge.RegisterAsync(count, callers: 64, report);
                    break;
                case "spike":
                    await Nudge.SpikeAsync(count, report);
                    break;
                case "peers":
                    await Nudge.SpikeAsync(count, report);
                    // A peer that is a hundred times slower is given fewer.
                    await QuartzStore.SpikeAsync(Math.Max(count / 20, 100), report);
                    report.Compare("spike vs Quartz' SQLite store", "nudge.spike", "quartz.spike");
                    report.Compare("register vs Quartz' SQLite store", "nudge.register@64", "quartz.register");
                    break;
            }
        }

        report.Print(Console.Out);
        if (json is not null)
            await report.WriteAsync(json);
        return 0;
    }
}
