using System.Diagnostics;
using Grpc.Core;
using Nudge.Bench.Deployments;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Measures whether the time of an answer tells that another owner's reminder exists. The calls for a foreign id and for absent ids take turns. The
/// difference between two groups of absent ids is the noise.
/// </summary>
internal static class Foreign
{
    private const int DefaultCalls = 10_000;
    private const int Reminders = 1_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var calls = settings.Count ?? DefaultCalls;
        var (own, stranger) = (ApiClient.New("own", "read", "write"), ApiClient.New("stranger", "read", "write"));
        await using var deployment = await Deployment.StartAsync(server, settings: own.Settings.Concat(stranger.Settings).ToDictionary(), client: own);
        var ids = new List<string>();
        var due = TimeProvider.System.GetUtcNow().AddDays(1);
        await Registration.StreamAsync(deployment.Client, Reminders, i => Registration.Request(i, due), reminder => Add(reminder.Id), CancellationToken.None);
        var client = stranger.On(deployment.Schedulers[0].Channel);
        await TimesAsync(client, ids, Math.Min(calls, 2_000));

        var (foreign, absent, others) = await TimesAsync(client, ids, calls);

        var (first, second, third) = (Median(foreign), Median(absent), Median(others));
        report.Add("Get of a foreign id, median", first, "µs");
        report.Add("Get of an absent id, median", second, "µs");
        report.Add("difference", Math.Abs(first - second), "µs");
        report.Add("noise: another group of absent ids", Math.Abs(third - second), "µs");
        report.Add("spread of one group: p25 to p75", Quantile(absent, 0.75) - Quantile(absent, 0.25), "µs");

        ValueTask Add(string id)
        {
            ids.Add(id);
            return ValueTask.CompletedTask;
        }
    }

    private static async Task<(List<double> Foreign, List<double> Absent, List<double> Others)> TimesAsync(
        ReminderScheduler.ReminderSchedulerClient client, List<string> ids, int calls)
    {
        List<double>[] groups = [[], [], []];
        for (var i = 0; i < calls; i++)
        {
            // The order changes, so that no group always follows the same other one.
            for (var turn = 0; turn < groups.Length; turn++)
            {
                var group = (i + turn) % groups.Length;
                var id = ids[i % ids.Count];
                groups[group].Add(await TimeAsync(client, group == 0 ? id : Neighbour(id)));
            }
        }

        return (groups[0], groups[1], groups[2]);
    }

    /// <summary>Returns an absent id of the same millisecond, so that the lookups of both read the same pages of the index.</summary>
    private static string Neighbour(string id)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.Parse(id).TryWriteBytes(bytes, bigEndian: true, out _);
        Random.Shared.NextBytes(bytes[9..]);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static async Task<double> TimeAsync(ReminderScheduler.ReminderSchedulerClient client, string id)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            await client.GetAsync(new GetRequest { Id = id }, cancellationToken: CancellationToken.None);
            throw new InvalidOperationException($"the stranger got the reminder {id}");
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return Stopwatch.GetElapsedTime(asked).TotalMicroseconds;
        }
    }

    private static double Median(List<double> times) => Quantile(times, 0.5);

    private static double Quantile(List<double> times, double share) => times.Order().ElementAt((int)((times.Count - 1) * share));
}
