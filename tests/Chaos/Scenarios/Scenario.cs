using System.Net.Sockets;
using Npgsql;
using Nudge.Chaos.Checking;
using Nudge.Chaos.Deployments;
using Nudge.Chaos.Faults;
using Nudge.Chaos.Load;

namespace Nudge.Chaos.Scenarios;

/// <summary>A deployment under a steady load, with one fault: before, during, after.</summary>
internal sealed class Scenario(Deployment deployment, People people, Reception reception, Settings settings)
{
    /// <summary>A delivery is late when it takes longer than this. The deployment has recovered when none is.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <summary>How long no reminder may be late before a throughput is measured.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);

    /// <summary>The longest wait for a steady load, for the recovery, and for the last deliveries.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly List<Excuse> _excuses = [];
    private readonly List<Request> _requests = [];

    /// <summary>Runs a scenario. A failure of the deployment is a failed scenario.</summary>
    public async Task<Result> RunAsync(Fault fault)
    {
        try
        {
            return await RunAsync(fault, new Result(fault.Name, settings.Rate));
        }
        catch (Exception failure) when (failure is InvalidOperationException or NpgsqlException or IOException or SocketException)
        {
            return new Result(fault.Name, settings.Rate) { Failure = failure.Message };
        }
    }

    /// <summary>Checks all scenarios together: a message may have been repeated after the end of its scenario.</summary>
    public Verdict CheckAll()
    {
        reception.Read(_requests.ToDictionary(request => request.Text, StringComparer.Ordinal));
        return Check(_requests, reception.All, _excuses);
    }

    private async Task<Result> RunAsync(Fault fault, Result result)
    {
        if (await fault.LacksAsync(deployment) is { } lacks)
            return result with { NotRun = lacks };

        Report.Tell(fault.Name, "prepare");
        await fault.PrepareAsync(deployment);
        using var registrar = new Registrar(deployment.Clients);
        await using var load = new OpenLoop(fault.Name, settings.Rate, people.Conversations, registrar);
        var run = new FaultRun(deployment, people, load, settings.Soak);
        using (new Timer(_ => Report.Tell(fault.Name, Describe(load)), null, TellInterval, TellInterval))
            result = await MeasureAsync(fault, run, load, result);

        Report.Tell(fault.Name, "drain");
        await load.StopAsync(Limit);
        await UntilAsync(() => reception.CountMissing(load.Requests, DateTimeOffset.MaxValue) == 0);
        await fault.RestoreAsync(deployment);

        _excuses.AddRange(run.Excuses);
        _requests.AddRange(load.Requests.Values);
        return result with
        {
            Requests = load.Requests.Count,
            Repeats = registrar.Repeats,
            Refusals = [.. load.Requests.Values.Select(request => request.Refusal).OfType<string>()],
            Verdict = Check([.. load.Requests.Values], [.. reception.All.Where(received => load.Requests.ContainsKey(received.Text))], run.Excuses),
        };
    }

    private async Task<Result> MeasureAsync(Fault fault, FaultRun run, OpenLoop load, Result result)
    {
        // The first reminders are due after some seconds.
        await Task.Delay(OpenLoop.LongestLead);
        if (await UntilPunctualAsync(load) is null)
            return result with { Failure = $"the load was not steady within {Limit.TotalSeconds} s before the fault" };

        Report.Tell(fault.Name, "before");
        result = result with { Before = await MeasureThroughputAsync(load) };

        Report.Tell(fault.Name, fault.What);
        var inflicted = Clock.GetUtcNow();
        await fault.InflictAsync(run);
        Report.Tell(fault.Name, "recover");
        var over = Clock.GetUtcNow();
        result = result with { During = reception.Throughput(load.Requests, inflicted, over) };
        if (await UntilPunctualAsync(load) is not { } recovered)
        {
            var missing = reception.CountMissing(load.Requests, Clock.GetUtcNow() - Late);
            return result with { Failure = $"{missing} reminders were late {Limit.TotalSeconds} s after the fault" };
        }

        Report.Tell(fault.Name, "after");
        return result with { Recovery = recovered - over, After = await MeasureThroughputAsync(load) };
    }

    private async Task<double> MeasureThroughputAsync(OpenLoop load)
    {
        var from = Clock.GetUtcNow();
        await Task.Delay(settings.Window);
        var until = Clock.GetUtcNow();
        await Task.Delay(Late);
        return reception.PunctualThroughput(load.Requests, from, until, Late);
    }

    /// <summary>Waits until no reminder has been late for a while, so that the drained backlog is not counted as throughput.</summary>
    /// <returns>The beginning of that time; null when the limit has passed.</returns>
    private async Task<DateTimeOffset?> UntilPunctualAsync(OpenLoop load)
    {
        DateTimeOffset? since = null;
        return await UntilAsync(() =>
        {
            var now = Clock.GetUtcNow();
            since = reception.CountMissing(load.Requests, now - Late) == 0 ? since ?? now : null;
            return now - since > Steady;
        }) ? since : null;
    }

    private string Describe(OpenLoop load)
    {
        var now = Clock.GetUtcNow();
        var missing = reception.CountMissing(load.Requests, now - Late);
        var requests = load.Requests.Values.ToList();
        return $"{requests.Count(request => request.Received > now - TellInterval) / TellInterval.TotalSeconds:0}/s, "
            + $"{missing} late, {requests.Count(request => !request.IsAcknowledged && request.Refusal is null)} not acknowledged";
    }

    private static Verdict Check(IReadOnlyCollection<Request> requests, IReadOnlyList<Received> received, IReadOnlyCollection<Excuse> excuses)
    {
        var byAnswer = requests.ToLookup(request => request.IsAcknowledged, request => new Acknowledged(request.Text, request.Due));
        return Checker.Check([.. byAnswer[true]], [.. byAnswer[false]], received, excuses);
    }

    /// <summary>Returns false when the condition does not hold within the limit.</summary>
    private static async Task<bool> UntilAsync(Func<bool> holds)
    {
        var started = Clock.GetTimestamp();
        while (!holds())
        {
            if (Clock.GetElapsedTime(started) > Limit)
                return false;
            await Task.Delay(PollInterval);
        }

        return true;
    }
}
