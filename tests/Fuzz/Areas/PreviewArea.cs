using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Generation;
using Nudge.Fuzz.Verdicts;
using Nudge.Fuzz.Wire;
using Nudge.V1;

namespace Nudge.Fuzz.Areas;

/// <summary>
/// Fuzzes PreviewSchedule alone: one call at a time, so that the time of a call has no wait in it, and the memory that is allocated meanwhile belongs to it.
/// The first half of the calls shows the growth of memory, and the second half the allocations of each call. Two traces of a process at a time would stop
/// it for seconds.
/// </summary>
internal sealed class PreviewArea(Settings settings, TimeProvider clock)
{
    private static readonly RpcMethod Method = RpcMethod.Scheduler.Single(method => method.Name == "PreviewSchedule");

    private readonly List<(FuzzCall Call, DateTimeOffset Began, DateTimeOffset Ended)> _sent = [];

    public async Task RunAsync(int count, Findings findings, Report report)
    {
        var punctuality = new Punctuality();
        await using var callback = await CallbackHost.StartAsync(key => punctuality.Arrived(key, clock.GetUtcNow()));
        await using var scheduler = await SchedulerUnderTest.StartAsync(await Store.CreateAsync(settings.Store), callback.Address);
        await using var clean = new CleanReminders(scheduler, CleanReminders.New, punctuality, clock);
        var calls = new RpcCalls(new KnownValues(), clock);
        await Loop("preview", measuresMemory: true).RunAsync(settings.Seed, count / 2, findings, report);
        using var watch = new AllocationWatch(scheduler.Process.Id);
        _sent.Clear();
        await Loop("preview, allocations", measuresMemory: false).RunAsync(settings.Seed + 1, count - (count / 2), findings, report);
        report.Show(AllocationRule.Judge(_sent, await watch.StopAsync(), findings));
        await clean.JudgeAsync(findings);
        scheduler.Process.Judge(findings);
        report.Show(punctuality);

        FuzzLoop Loop(string name, bool measuresMemory) => new(
            name, [scheduler.Process], random => Next(calls, random), (call, found) => TryAsync(scheduler, call, found), workers: 1, measuresMemory);
    }

    private FuzzCall Next(RpcCalls calls, Random random)
    {
        var call = random.Next(10) == 0 ? calls.Next(Method, random)
            : new FuzzCall(Method.Name, Method.Path, Frames.Of(Request(random).ToByteArray())) { Rpc = Method };
        var client = SchedulerUnderTest.Owners[0];
        return call with { Owner = client.Name, Headers = [.. call.Headers, (FuzzCall.Credential, client.Key)] };
    }

    /// <summary>Returns a request with a schedule that is made of valid parts.</summary>
    private PreviewScheduleRequest Request(Random random)
    {
        var schedule = random.Next(2) == 0
            ? new Schedule { Cron = new CronSchedule { Expression = ScheduleTexts.Cron(random), TimeZone = ScheduleTexts.Zone(random) } }
            : new Schedule
            {
                Recurrence = new RecurrenceSchedule
                {
                    Rule = ScheduleTexts.Rule(random),
                    Start = ScheduleTexts.Start(random),
                    TimeZone = ScheduleTexts.Zone(random)
                }
            };
        if (random.Next(5) == 0)
            schedule.Count = random.Next(1, 1_000_001);
        var request = new PreviewScheduleRequest { Schedule = schedule, Count = random.Next(0, 101) };
        if (random.Next(4) == 0)
            request.After = Timestamp.FromDateTimeOffset(clock.GetUtcNow() + TimeSpan.FromDays(random.Next(-100_000, 100_000)));
        return request;
    }

    private async Task<(Failure? Failure, TimeSpan Took)> TryAsync(SchedulerUnderTest scheduler, FuzzCall call, Findings findings)
    {
        var began = clock.GetUtcNow();
        var answer = await scheduler.Raw.SendAsync(call);
        _sent.Add((call, began, clock.GetUtcNow()));
        return (AnswerRule.Judge(call, answer, findings) ?? OwnerRule.Judge(call, answer, seesAll: false, out _), answer.Took);
    }
}
