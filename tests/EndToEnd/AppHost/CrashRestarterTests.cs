using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Nudge.EndToEnd.Host;
using Nudge.Servers;

namespace Nudge.EndToEnd.AppHost;

/// <summary>Tests crashes and stops of services under the real Aspire host.</summary>
public sealed class CrashRestarterTests
{
    [Fact]
    public async Task Crash_AsOftenAsTheLimit_StaysDownAndShowsTheReason()
    {
        await using var nudge = await NudgeApp.StartAsync(["--Restart:CrashesPerMinute=3"]);
        await nudge.KillAsync("scheduler");
        await nudge.KillAsync("scheduler");

        Signal.Kill(Assert.Single(nudge.Processes.Of("scheduler")));

        var notifications = nudge.Services.GetRequiredService<ResourceNotificationService>();
        var down = await notifications.WaitForResourceAsync("scheduler", change => change.Snapshot.State?.Text.StartsWith("Crashed", StringComparison.Ordinal) == true, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("Crashed 3 times in a minute", down.Snapshot.State!.Text);
    }

    [Fact]
    public async Task Stop_FromTheDashboard_DoesNotCountAsACrash()
    {
        await using var nudge = await NudgeApp.StartAsync([]);
        var commands = nudge.Services.GetRequiredService<ResourceCommandService>();
        var notifications = nudge.Services.GetRequiredService<ResourceNotificationService>();
        Assert.True(notifications.TryGetCurrentState("bot", out var bot));

        Assert.True((await commands.ExecuteCommandAsync(bot.ResourceId, KnownResourceCommands.StopCommand, TestContext.Current.CancellationToken)).Success);
        await notifications.WaitForResourceAsync("bot", KnownResourceStates.TerminalStates, TestContext.Current.CancellationToken);

        // If the stop counted as a crash, a restart would follow at once, before the start that is requested here completes.
        var since = nudge.Log.Mark;
        Assert.True((await commands.ExecuteCommandAsync(bot.ResourceId, KnownResourceCommands.StartCommand, TestContext.Current.CancellationToken)).Success);
        await nudge.Log.UntilSaidAsync("bot", "Application started", since);
        Assert.Single(nudge.Log.Lines.Skip(since), line => line.Resource == "bot" && line.Text.Contains("Starting process", StringComparison.Ordinal));
    }
}
