using System.Globalization;
using Nudge.Servers;

namespace Nudge.Chaos.Faults;

/// <summary>PostgreSQL hangs: its connections stay open, and nothing is answered.</summary>
internal sealed class PostgresFreeze : Fault
{
    public override string Name => "postgres-freeze";

    public override string What => "SIGSTOP of PostgreSQL for 6 s";

    public override async Task InflictAsync(FaultRun run)
    {
        var postmaster = run.Deployment.Postgres.ProcessId;
        Signal.Freeze(postmaster);
        // The frozen postmaster starts no further process.
        var processes = Children(postmaster).ToList();
        processes.ForEach(Signal.Freeze);
        await FaultRun.LastAsync(6);
        processes.ForEach(Signal.Thaw);
        Signal.Thaw(postmaster);
    }

    private static IEnumerable<int> Children(int process) => File.ReadAllText($"/proc/{process}/task/{process}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
}
