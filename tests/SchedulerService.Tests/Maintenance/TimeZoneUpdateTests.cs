using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.TimeZones;
using Nudge.SchedulerService.Schedules;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Maintenance;

/// <summary>A country changes its clock, and the scheduler starts with time-zone data that contain the change.</summary>
public sealed class TimeZoneUpdateTests
{
    private const string Zone = "Test/Somewhere";

    [Fact]
    public async Task NewerData_AtTheNextStart_MoveOnlyWallClockReminders()
    {
        using var folder = new TemporaryFolder();
        Reminder atNine, paused, hourly, once;
        await using (var before = await StartAsync(folder, "2026a", hours: 1))
        {
            atNine = (await before.Client.CreateAsync(Requests.Cron("0 0 9 * * ?", Zone))).Reminder;
            paused = (await before.Client.CreateAsync(Requests.Rule("FREQ=DAILY", "2067-01-01T09:00:00", Zone))).Reminder;
            paused = await before.Client.PauseAsync(new PauseRequest { Id = paused.Id });
            hourly = (await before.Client.CreateAsync(Requests.Rule("FREQ=HOURLY", "2067-01-01T09:00:00", Zone))).Reminder;
            once = (await before.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder;
            await AppliedAsync(before, "2026a");
        }

        await using var after = await StartAsync(folder, "2026b", hours: -3);
        await AppliedAsync(after, "2026b");

        Assert.Equal(4, await MovedByAsync(after, atNine));
        Assert.Equal(4, await MovedByAsync(after, paused));
        Assert.Equal(0, await MovedByAsync(after, hourly));
        Assert.Equal(0, await MovedByAsync(after, once));
        Assert.Equal(ReminderState.Paused, (await after.Client.GetAsync(new GetRequest { Id = paused.Id })).State);
    }

    [Fact]
    public async Task OlderData_OnANodeNotYetReplaced_MoveNothingBack()
    {
        using var folder = new TemporaryFolder();
        Reminder made;
        await using (var newer = await StartAsync(folder, "2026b", hours: 1))
        {
            made = (await newer.Client.CreateAsync(Requests.Cron("0 0 9 * * ?", Zone))).Reminder;
            await AppliedAsync(newer, "2026b");
        }

        await using var older = await StartAsync(folder, "2026a", hours: 5);
        await Nudge.Tests.Eventually.HoldsAsync("a run of the job", () => Task.FromResult(older.Errors.Lines.Any(line => line.Contains("is newer than", StringComparison.Ordinal))));

        Assert.Equal(0, await MovedByAsync(older, made));
    }

    /// <summary>Returns by how many hours a reminder is due later than before.</summary>
    private static async Task<double> MovedByAsync(SchedulerHost scheduler, Reminder before) =>
        ((await scheduler.Client.GetAsync(new GetRequest { Id = before.Id })).NextDue - before.NextDue).ToTimeSpan().TotalHours;

    private static Task AppliedAsync(SchedulerHost scheduler, string version) => Nudge.Tests.Eventually.HoldsAsync(
        $"reminders by the data {version}",
        () => Task.FromResult(scheduler.Errors.Lines.Any(line => line.Contains($"Time-zone data {version} applied", StringComparison.Ordinal))));

    private static Task<SchedulerHost> StartAsync(TemporaryFolder folder, string version, int hours) => SchedulerHost.StartAsync(
        folder: folder,
        configure: services => services.AddSingleton(new TimeZones(new DateTimeZoneCache(new Source(version, Offset.FromHours(hours))))));

    private sealed class Source(string version, Offset offset) : IDateTimeZoneSource
    {
        public string VersionId => version;

        public IEnumerable<string> GetIds() => [Zone];

        public DateTimeZone ForId(string id) => DateTimeZone.ForOffset(offset);

        public string? GetSystemDefaultId() => null;
    }
}
