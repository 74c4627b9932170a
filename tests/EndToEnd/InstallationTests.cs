using System.Diagnostics;
using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>Tests installations that a kill interrupts or an uninstallation ends.</summary>
public abstract class InstallationTests(NudgeFixture fixture) : NudgeTests(fixture)
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("scheduler")]
    [InlineData("bot")]
    [InlineData("scheduler", "bot")]
    public async Task Install_KillsBeforeTheReminderIsDue_RemindsOnceWithinFiveSecondsOfTheRestart(params string[] services)
    {
        await UninstallAsync();
        var since = Playground.Mark;
        var asked = Stopwatch.GetTimestamp();
        await Playground.InstallAsync();
        await Playground.UntilAsync(Greeting, since);
        await UntilRegisteredAsync();
        // Teams sends two activities for an installation. The bot handles both before the kill: otherwise it refuses one, which Teams then repeats.
        await SayHelloAsync();

        // The first kill is immediate. The second one comes so shortly before the due time that the reminder comes due while the services are down.
        // On a busy machine the first restart can outlast the due time; then the second kill comes after the delivery.
        await App.KillAsync(services);
        var untilKill = Due - TimeSpan.FromSeconds(0.2) - Stopwatch.GetElapsedTime(asked);
        await Task.Delay(untilKill > TimeSpan.Zero ? untilKill : TimeSpan.Zero, TestContext.Current.CancellationToken);
        await App.KillAsync(services);

        var restarted = Stopwatch.GetTimestamp();
        var proactive = await Playground.UntilAsync(Proactive, since);

        Assert.InRange(Stopwatch.GetElapsedTime(asked, proactive.Arrived), Due, TimeSpan.MaxValue);
        // The message may arrive before the log says that the last service is up.
        Assert.InRange(Stopwatch.GetElapsedTime(restarted, proactive.Arrived), TimeSpan.MinValue, RealTime.Within(TimeSpan.FromSeconds(5)));
        await FenceAsync();
        Assert.Single(Playground.TextsSince(since), Proactive);
    }

    [Fact]
    public async Task Install_WithoutAnUninstallationBefore_GreetsAgain()
    {
        await UninstallAsync();
        var since = Playground.Mark;
        await Playground.InstallAsync();
        await Playground.UntilAsync(Greeting, since);
        var second = Playground.Mark;

        await Playground.InstallAsync();

        await Playground.UntilAsync(Greeting, second);
        // Each installation has its reminder. The next test must not see them.
        await Eventually.HoldsAsync("reminder of each installation", () => Task.FromResult(Playground.TextsSince(since).Count(text => text == Proactive) == 2));
    }

    [Fact]
    public async Task Uninstall_ReminderComesDueLater_SendsNothing()
    {
        await SayHelloAsync();
        var since = Playground.Mark;
        await Playground.SayAsync("remind me in 1 hour to be gone");
        await Playground.UntilAsync("confirmation", text => text.StartsWith("I'll remind you", StringComparison.Ordinal), since);
        var reminder = (await LiveAsync()).Single(reminder => reminder.Notification.Text == "be gone");

        await UninstallAsync();
        await Scheduler.DeliverNowAsync(new DeliverNowRequest { Id = reminder.Id });
        await Eventually.HoldsAsync("pause", async () =>
            (await Scheduler.GetAsync(new GetRequest { Id = reminder.Id })).PauseCauses.Contains(PauseCause.Recipient));

        Assert.DoesNotContain("be gone", Playground.TextsSince(since));
    }

    private Task UntilRegisteredAsync() => Eventually.HoldsAsync("reminder of the installation", async () => (await LiveAsync()).Any(reminder =>
        reminder is { State: ReminderState.Scheduled, Notification.Handler: "Notifications.SendProactive" }));

    private async Task<IReadOnlyList<Reminder>> LiveAsync() =>
        (await Scheduler.ListAsync(new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = Playground.UserId } } })).Reminders;
}

public sealed class EmbeddedInstallationTests(EmbeddedNudge nudge) : InstallationTests(nudge), IClassFixture<EmbeddedNudge>;

public sealed class ReplicatedInstallationTests(ReplicatedNudge nudge) : InstallationTests(nudge), IClassFixture<ReplicatedNudge>;
