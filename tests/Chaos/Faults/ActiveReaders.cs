using System.Diagnostics;
using Npgsql;
using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>Reports read the whole history again and again, each in one snapshot.</summary>
internal sealed class ActiveReaders : Fault
{
    private const int Readers = 4;

    private const string Report = "select (select count(distinct md5(h::text)) from history h), (select count(distinct md5(r::text)) from reminder r)";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public override string Name => "active-readers";

    public override string What => $"{Readers} connections read every reminder and the whole history for {Duration.TotalSeconds} s";

    public override Task InflictAsync(FaultRun run) => Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => ReadAsync(run.Deployment)));

    private static async Task ReadAsync(Deployment deployment)
    {
        await using var connection = await deployment.Postgres.ConnectAsync(Deployment.Database);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Duration)
        {
            await using var command = new NpgsqlCommand(Report, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
