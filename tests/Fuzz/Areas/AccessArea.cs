using System.Text;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Generation;
using Nudge.Fuzz.Verdicts;
using Nudge.Servers;

namespace Nudge.Fuzz.Areas;

/// <summary>Fuzzes the credentials: random and mutated keys, on every RPC of the scheduler. Each call must be refused with UNAUTHENTICATED.</summary>
internal sealed class AccessArea(Settings settings, TimeProvider clock)
{
    private static readonly ApiClient[] Clients = [.. SchedulerUnderTest.Owners, SchedulerUnderTest.Administrator, SchedulerUnderTest.Clean];

    public async Task RunAsync(int count, Findings findings, Report report)
    {
        var punctuality = new Punctuality();
        await using var callback = await CallbackHost.StartAsync(key => punctuality.Arrived(key, clock.GetUtcNow()));
        await using var scheduler = await SchedulerUnderTest.StartAsync(await Store.CreateAsync(settings.Store), callback.Address);
        await using var clean = new CleanReminders(scheduler, CleanReminders.New, punctuality, clock);
        var calls = new RpcCalls(new KnownValues(), clock);
        await new FuzzLoop("access", [scheduler.Process], random => Next(calls, random), async (call, found) =>
        {
            var answer = await scheduler.Raw.SendAsync(call);
            return (AnswerRule.Judge(call, answer, found), answer.Took);
        }).RunAsync(settings.Seed, count, findings, report);
        await clean.JudgeAsync(findings);
        scheduler.Process.Judge(findings);
        report.Show(punctuality);
    }

    private static FuzzCall Next(RpcCalls calls, Random random)
    {
        var call = calls.Next(RpcMethod.Scheduler[random.Next(RpcMethod.Scheduler.Count)], random);
        return call with { Headers = [.. call.Headers, .. Credentials(random)] };
    }

    /// <summary>Returns headers with a credential that no client has.</summary>
    private static IEnumerable<(string Name, string Value)> Credentials(Random random)
    {
        var key = Clients[random.Next(Clients.Length)].Key;
        var at = random.Next(key.Length);
        return random.Next(11) switch
        {
            0 => [],
            1 => [(FuzzCall.Credential, key[..at])],
            2 => [(FuzzCall.Credential, Changed(key, at))],
            3 => [(FuzzCall.Credential, key + Clients[0].Key[..random.Next(1, 20)])],
            4 => [(FuzzCall.Credential, $"{Clients[random.Next(Clients.Length)].Name}.{Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}")],
            5 => [(FuzzCall.Credential, key), (FuzzCall.Credential, Changed(key, at))],
            6 => [("authorization", $"Bearer {key}")],
            7 => [(FuzzCall.Credential, new string('a', random.Next(1, 4000)))],
            8 => [(FuzzCall.Credential, string.Concat(key.Select(character => char.IsAsciiLetter(character) ? (char)(character ^ 0x20) : character)))],
            9 => [(FuzzCall.Credential, $"{key},{key}")],
            _ => [("x-forwarded-for", "127.0.0.1"), (FuzzCall.Credential, Ascii(Nasty.Texts[random.Next(Nasty.Texts.Count)]))],
        };
    }

    private static string Changed(string key, int at) => $"{key[..at]}{(key[at] == 'x' ? 'y' : 'x')}{key[(at + 1)..]}";

    /// <summary>Returns what a header can carry.</summary>
    private static string Ascii(byte[] text) => string.Concat(text.Take(2000).Select(value => (char)Math.Clamp((int)value, 0x21, 0x7E)));
}
