using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Generation;
using Nudge.Fuzz.Verdicts;
using Nudge.V1;

namespace Nudge.Fuzz.Areas;

/// <summary>Fuzzes every RPC of the scheduler's process, as two owners and as an administrator who only reads.</summary>
internal sealed class RpcArea(Settings settings, TimeProvider clock)
{
    /// <summary>The methods of an administrator. With the others, it could change the clean reminders.</summary>
    private static readonly string[] Reading = ["Get", "List", "Watch", "ListLanes"];

    private readonly KnownValues _known = new();

    public async Task RunAsync(int count, Findings findings, Report report)
    {
        var punctuality = new Punctuality();
        await using var callback = await CallbackHost.StartAsync(key => punctuality.Arrived(key, clock.GetUtcNow()));
        await using var scheduler = await SchedulerUnderTest.StartAsync(await Store.CreateAsync(settings.Store), callback.Address);
        await using var clean = new CleanReminders(scheduler, CleanReminders.New, punctuality, clock);
        var calls = new RpcCalls(_known, clock);
        var loop = new FuzzLoop("rpc", [scheduler.Process], random => Next(calls, random), (call, found) => TryAsync(scheduler, call, found));
        await loop.RunAsync(settings.Seed, count, findings, report);
        await clean.JudgeAsync(findings);
        scheduler.Process.Judge(findings);
        report.Show(punctuality);
    }

    private static FuzzCall Next(RpcCalls calls, Random random)
    {
        var methods = RpcMethod.All;
        var method = methods[random.Next(methods.Count)];
        // A call that stays open keeps a place for its whole time. PreviewSchedule has its own area.
        if ((method.StaysOpen || method.Name == nameof(ReminderScheduler.ReminderSchedulerClient.PreviewSchedule)) && random.Next(10) > 0)
            method = methods[random.Next(2)];

        var client = Reading.Contains(method.Name) && random.Next(8) == 0 ? SchedulerUnderTest.Administrator : SchedulerUnderTest.Owners[random.Next(2)];
        var call = calls.Next(method, random);
        return call with { Owner = client.Name, Headers = [.. call.Headers, (FuzzCall.Credential, client.Key)] };
    }

    private async Task<(Failure? Failure, TimeSpan Took)> TryAsync(SchedulerUnderTest scheduler, FuzzCall call, Findings findings)
    {
        var answer = await scheduler.Raw.SendAsync(call);
        var seesAll = call.Owner == SchedulerUnderTest.Administrator.Name;
        var failure = AnswerRule.Judge(call, answer, findings) ?? OwnerRule.Judge(call, answer, seesAll, out var messages) ?? Learn();
        return (failure, call.Rpc is { StaysOpen: true } ? answer.Took - RpcCalls.OpenFor : answer.Took);

        Failure? Learn()
        {
            foreach (var message in messages)
            {
                foreach (var reminder in OwnerRule.RemindersIn(message))
                    _known.Add(reminder);
                if (message is ListResponse { NextPageToken: { Length: > 0 } token })
                    _known.AddToken(token);
            }

            return null;
        }
    }
}
