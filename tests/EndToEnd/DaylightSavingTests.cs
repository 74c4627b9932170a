using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Nudge.EndToEnd.Host;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>
/// Tests a daily reminder over the night in which the clocks change. Only the scheduler's clock is moved, since the scheduler decides when. It reads the
/// machine's clock at its start, and then ignores that the clock is set.
/// </summary>
public sealed class DaylightSavingTests(DaylightSavingTests.Nudge nudge) : NudgeTests(nudge), IClassFixture<DaylightSavingTests.Nudge>
{
    /// <summary>The instants of 9 o'clock around each change of the clocks. The change to summer time suffices for a short run.</summary>
    public static TheoryData<string[]> Changes => [.. ((string[][])[
        ["2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z", "2027-03-29T07:00:00Z"],
        ["2027-10-30T07:00:00Z", "2027-10-31T08:00:00Z", "2027-11-01T08:00:00Z"]]).Take(Scale.Factor)];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Daily_OverAClockChange_ComesAtTheSameTimeOfDay(string[] instants)
    {
        var days = instants.Select(instant => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)).ToList();
        var text = $"stand up in {days[0].Month}";
        await RestartAtAsync(days[0].AddHours(-1));
        var since = Playground.Mark;
        await Playground.SayAsync("timezone Europe/Berlin");
        await Playground.UntilAsync("time zone", answer => answer.StartsWith("Your time zone is Europe/Berlin.", StringComparison.Ordinal), since);
        await Playground.SayAsync($"remind me every day at 9 to {text}");
        await Playground.UntilAsync("confirmation", answer => answer.StartsWith("I'll remind you every day at 09:00 (Europe/Berlin)", StringComparison.Ordinal), since);
        var series = (await Scheduler.ListAsync(new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = Teams.Playground.UserId } } })).Reminders
            .Single(reminder => reminder.Notification.Text == text);

        for (var day = 0; day < 2; day++)
        {
            await UntilDueAsync(series.Id, days[day]);
            since = Playground.Mark;
            await RestartAtAsync(days[day].AddSeconds(-10));
            await Playground.UntilAsync(text, since);
            Assert.InRange(TimeProvider.System.GetUtcNow() + nudge.Clock.Offset, days[day], DateTimeOffset.MaxValue);
        }

        await UntilDueAsync(series.Id, days[2]);
        await Scheduler.CancelAsync(new CancelRequest { Id = series.Id });
    }

    /// <summary>Waits until a series is due at an instant. The scheduler records an occurrence after the person has seen it.</summary>
    private Task UntilDueAsync(string id, DateTimeOffset instant) =>
        Eventually.HoldsAsync($"next occurrence at {instant:O}", async () => (await Scheduler.GetAsync(new GetRequest { Id = id })).NextDue.ToDateTimeOffset() == instant);

    // A kill could leave libfaketime's lock taken in the process that waits for the scheduler's end.
    private async Task RestartAtAsync(DateTimeOffset instant)
    {
        nudge.Clock.MoveTo(instant);
        await App.RestartAsync("scheduler");
    }

    /// <summary>A Nudge whose scheduler has a clock that can be moved.</summary>
    public sealed class Nudge : NudgeFixture
    {
        public MovableClock Clock { get; } = new();

        protected override string? Lacks => base.Lacks ?? MovableClock.Lacks;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Clock.Dispose();
        }

        protected override Task<NudgeApp> StartAsync() => NudgeApp.StartAsync([], builder =>
        {
            var scheduler = builder.Resources.OfType<IResourceWithEnvironment>().Single(resource => resource.Name == "scheduler");
            foreach (var (name, value) in Clock.Environment)
                builder.CreateResourceBuilder(scheduler).WithEnvironment(name, value);
        });
    }
}
