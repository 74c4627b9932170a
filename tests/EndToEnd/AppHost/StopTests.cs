using Nudge.EndToEnd.Host;
using Nudge.Servers;

namespace Nudge.EndToEnd.AppHost;

/// <summary>Tests that the AppHost leaves no process behind when it is stopped or killed.</summary>
public sealed class StopTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nudge-app-host-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("interrupt")]
    [InlineData("terminate")]
    public async Task Stop_BySignal_LeavesNoProcessAfterFiveSeconds(string signal)
    {
        await using var host = AppHostProcess.Start("--data", _data);
        await host.UntilHealthyAsync();
        Assert.Contains(host.Running, command => command.Contains("SchedulerService", StringComparison.Ordinal));

        if (signal == "interrupt")
            Signal.Interrupt(host.Process.Id);
        else
            Signal.Terminate(host.Process.Id);

        await Eventually.HoldsAsync("end of every process", () => Task.FromResult(host.Running.Count == 0), RealTime.Within(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, await host.Process.ExitAsync());
    }

    [Fact]
    public async Task Kill_AppHostAlone_EveryProcessEnds()
    {
        await using var host = AppHostProcess.Start("--data", _data);
        await host.UntilHealthyAsync();

        Signal.Kill(host.Process.Id);

        await Eventually.HoldsAsync("end of the services", () => Task.FromResult(host.Running.Count == 0), TimeSpan.FromMinutes(1));
    }
}
