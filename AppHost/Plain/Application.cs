namespace Nudge.AppHost.Plain;

/// <summary>Starts the resources in order, keeps them running, and stops them in reverse.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] args, Func<DataFolder, Log, Resource[]> deployment)
    {
        using var signals = new Signals();
        try
        {
            var log = new Log();
            using var data = DataFolder.Open(Arguments.Parse(args).Data);
            await RunAsync(deployment(data, log), data, log, signals);
            return 0;
        }
        catch (CannotStartException failure)
        {
            return failure.Explain();
        }
    }

    private static async Task RunAsync(Resource[] resources, DataFolder data, Log log, Signals signals)
    {
        var running = new Stack<Supervisor>();
        try
        {
            foreach (var resource in resources)
            {
                var supervisor = new Supervisor(resource, log, signals.Stop);
                running.Push(supervisor);
                supervisor.Start();
                await FirstOfAsync(running, Readiness.WaitAsync(resource.Readiness, signals.Stop), signals.Stop);
            }

            log.WriteBlock(Summary.Of(resources, data));
            await FirstOfAsync(running, Task.Delay(Timeout.Infinite, signals.Stop), signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            log.Write("stopping (once more to stop at once)");
        }
        finally
        {
            while (running.TryPop(out var supervisor))
            {
                await supervisor.StopAsync(signals.Kill);
                supervisor.Dispose();
            }
        }
    }

    /// <summary>Awaits <paramref name="step"/>, unless a resource fails meanwhile.</summary>
    private static async Task FirstOfAsync(IEnumerable<Supervisor> running, Task step, CancellationToken stop)
    {
        await await Task.WhenAny([step, .. running.Select(supervisor => supervisor.Completion)]);
        stop.ThrowIfCancellationRequested();
    }
}
