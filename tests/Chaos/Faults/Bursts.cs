namespace Nudge.Chaos.Faults;

/// <summary>Twice, many more reminders come at once than usual.</summary>
internal sealed class Bursts : Fault
{
    private const int Factor = 3;

    public override string Name => "bursts";

    public override string What => $"{Factor} times the rate for 2 s, twice";

    public override async Task InflictAsync(FaultRun run)
    {
        for (var i = 0; i < 2; i++)
        {
            run.Load.Factor = Factor;
            await FaultRun.LastAsync(2);
            run.Load.Factor = 1;
            await FaultRun.LastAsync(3);
        }
    }
}
