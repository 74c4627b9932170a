using Nudge.Chaos.Deployments;
using Nudge.Chaos.Faults;
using Nudge.Chaos.Scenarios;
using Nudge.Servers;

namespace Nudge.Chaos;

/// <summary>A run of some scenarios on one deployment.</summary>
internal static class Run
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int CannotStart = 2;

    /// <summary>Runs the scenarios with these names, or each fault when there are none.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> AllAsync(IReadOnlyList<string> names, Settings settings)
    {
        string[] lacking = [.. Lacking()];
        if (lacking.Length > 0)
        {
            await Console.Error.WriteLineAsync($"This machine lacks {string.Join(" and ", lacking)}.");
            return CannotStart;
        }

        settings.Logs?.Create();
        Report.PrintHeader();
        var faults = names.Count == 0 ? FaultList.All : [.. names.Select(name => FaultList.Named[name])];
        var passed = true;
        foreach (var ofOneDeployment in faults.GroupBy(fault => fault.NeedsLimitedDisk))
            passed &= await RunAsync([.. ofOneDeployment], settings, limitedDisk: ofOneDeployment.Key);
        return passed ? Passed : Failed;
    }

    /// <summary>Runs some scenarios on one deployment.</summary>
    /// <returns>True when each one passed.</returns>
    private static async Task<bool> RunAsync(IReadOnlyList<Fault> faults, Settings settings, bool limitedDisk)
    {
        Report.Tell("deployment", "start");
        await using var deployment = await Deployment.StartAsync(settings, limitedDisk);
        var people = await People.MeetAsync(deployment.Teams);
        var scenario = new Scenario(deployment, people, new Reception(deployment.Messages), settings);
        var results = new List<Result>();
        foreach (var fault in faults)
        {
            results.Add(await scenario.RunAsync(fault));
            Report.Print(results[^1]);
        }

        var verdict = scenario.CheckAll();
        Report.Print(verdict);
        Report.Tell("deployment", "stop");
        return verdict.IsClean && results.All(result => result.Passed);
    }

    private static IEnumerable<string> Lacking()
    {
        if (!PostgresServer.IsInstalled)
            yield return PostgresServer.Requirement;
        if (!RedisServer.IsInstalled)
            yield return RedisServer.Requirement;
    }
}
