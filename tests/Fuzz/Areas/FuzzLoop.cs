using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz.Areas;

/// <summary>Sends the requests of one area, a few at a time, and judges each answer and the processes.</summary>
/// <param name="area">The name of the area, for reports.</param>
/// <param name="processes">The processes under test.</param>
/// <param name="next">Makes a request from a random source.</param>
/// <param name="tryAsync">Sends a request. Returns the failure that its answer shows, and the time that counts.</param>
/// <param name="workers">The number of requests in flight.</param>
/// <param name="measuresMemory">Whether the growth of memory is measured, and judged when there are enough requests.</param>
internal sealed class FuzzLoop(
    string area, IReadOnlyList<ServiceProcess> processes, Func<Random, FuzzCall> next,
    Func<FuzzCall, Findings, Task<(Failure? Failure, TimeSpan Took)>> tryAsync,
    int workers = FuzzLoop.UsualWorkers,
    bool measuresMemory = true)
{
    private const int UsualWorkers = 8;

    /// <summary>The share of the requests that warm the processes up, in percent.</summary>
    private const int WarmUp = 20;

    private const int Measurements = 4;

    /// <summary>The least number of requests after which the growth of memory is judged. A young process still compiles its code and fills its pools.</summary>
    private const int MinForMemory = 20_000;

    private readonly SlowestCalls _slowest = new();
    private int _sent;

    /// <summary>Sends a number of requests. Request i of a seed draws the same random numbers in every run.</summary>
    public async Task RunAsync(int seed, int count, Findings findings, Report report)
    {
        var own = new Findings();
        report.Begin(area, count);
        var warm = count * WarmUp / 100;
        await SendAsync(seed, warm, own, report);
        await MeasureAsync();
        for (var part = 1; part <= Measurements && !processes.Any(process => process.HasEnded); part++)
        {
            await SendAsync(seed, warm + (int)((long)(count - warm) * part / Measurements), own, report);
            await MeasureAsync();
        }

        var slow = await _slowest.JudgeAsync(async call => (await tryAsync(call, new Findings())).Took, own);
        report.Show(_slowest.All, slow);
        if (measuresMemory)
            JudgeMemory(count, own, report);
        await foreach (var failure in MinimizeAsync(own))
            findings.Add(failure);
        findings.AddPermitted(own);
    }

    private async Task SendAsync(int seed, int until, Findings findings, Report report)
    {
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref _sent) is var number && number <= until && !processes.Any(process => process.HasEnded))
            {
                var call = next(new Random(unchecked((seed * 31) + number)));
                var (failure, took) = await tryAsync(call, findings);
                _slowest.Add(call, took);
                report.Progress(number);
                if (failure is not null)
                    findings.Add(failure);
            }
        })));
        _sent = until;
    }

    private void JudgeMemory(int count, Findings findings, Report report)
    {
        report.Show(processes);
        if (count < MinForMemory)
            report.Write($"the growth of memory is judged from {MinForMemory} requests of an area on");
        foreach (var process in processes.Where(_ => count >= MinForMemory))
            MemoryRule.Judge(process.Name, process.Memory, findings);
    }

    private async Task MeasureAsync()
    {
        if (!measuresMemory)
            return;
        foreach (var process in processes.Where(process => !process.HasEnded))
            await process.MeasureMemoryAsync();
    }

    private async IAsyncEnumerable<Failure> MinimizeAsync(Findings found)
    {
        foreach (var (first, count) in found.Failures)
        {
            var smallest = first.Call is not { } call || first.Name == FailureName.SlowCall || processes.Any(process => process.HasEnded)
                ? first
                : await Minimizer.SmallestAsync(first, async changed => (await tryAsync(changed, new Findings())).Failure);
            for (var i = 0; i < count; i++)
                yield return smallest;
        }
    }
}
