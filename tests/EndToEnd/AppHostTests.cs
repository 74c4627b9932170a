using System.Net;
using System.Net.Sockets;

namespace Nudge.EndToEnd;

/// <summary>AppHost as a process among others: what it starts, and what it leaves behind.</summary>
public sealed class AppHostTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nudge-app-host-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Interrupt_AsATerminalSendsIt_LeavesNoProcessAndEndsWithZero()
    {
        await using var host = AppHostProcess.Start("--data", _data);
        await host.UntilUpAsync();
        var services = host.Services.Values;

        // A terminal interrupts every process of the foreground group.
        host.Interrupt();
        foreach (var service in services)
            Signal.Interrupt(service);

        Assert.Equal(0, await host.UntilEndedAsync());
        Assert.DoesNotContain(services, Processes.IsRunning);
    }

    [Fact]
    public async Task Kill_AppHostAlone_TheServicesEndToo()
    {
        await using var host = AppHostProcess.Start("--data", _data);
        await host.UntilUpAsync();
        var services = host.Services.Values;

        host.Kill();

        await Eventually.HoldsAsync("end of the services", () => Task.FromResult(!services.Any(Processes.IsRunning)));
    }

    [Fact]
    public async Task Start_DefaultPortTaken_TakesAnotherAndSaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 3978);
        taken.Start();

        await using var host = AppHostProcess.Start("--data", _data);
        await host.UntilUpAsync();

        Assert.NotEqual(3978, host.BotMessages.Port);
        await host.UntilSaidAsync($"port 3978 is taken: bot's http endpoint listens on {host.BotMessages.Port}");
    }

    [Fact]
    public async Task Start_DataFolderIsAFile_OneLineAndExitCodeTwo()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await using var host = AppHostProcess.Start("--data", file);

        Assert.Equal(2, await host.UntilEndedAsync());
        Assert.StartsWith($"AppHost cannot start: the data folder {file} cannot be used", Assert.Single(host.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ArgumentsThatAreNotUnderstood_UsageAndExitCodeTwo()
    {
        await using var host = AppHostProcess.Start("--date", _data);

        Assert.Equal(2, await host.UntilEndedAsync());
        Assert.Contains("Usage: ", Assert.Single(host.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataFolderInUse_SaysSoAndEndsWithTwo()
    {
        await using var first = AppHostProcess.Start("--data", _data);
        await first.UntilUpAsync();

        await using var second = AppHostProcess.Start("--data", _data);

        Assert.Equal(2, await second.UntilEndedAsync());
        Assert.StartsWith($"AppHost cannot start: the data folder {_data} cannot be used", Assert.Single(second.Lines), StringComparison.Ordinal);
    }
}
