using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class PreviewTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private ReminderScheduler.ReminderSchedulerClient Client => shared.Host.Client;

    [Fact]
    public async Task Preview_DailyRule_FollowsTheWallClockAcrossDaylightSavingTime()
    {
        var preview = await Client.PreviewScheduleAsync(new()
        {
            Schedule = Requests.Rule("FREQ=DAILY", "2067-03-26T09:00:00").Reminder.Schedule,
            Count = 2,
        });

        Assert.Equal(["2067-03-26T08:00:00Z", "2067-03-27T07:00:00Z"], preview.Instants.Select(Text));
        Assert.Equal(TimeSpan.FromHours(23), preview.ShortestInterval.ToTimeSpan());
    }

    [Fact]
    public async Task Preview_AfterAnInstant_StartsStrictlyAfterIt()
    {
        var first = Timestamp.FromDateTimeOffset(new DateTimeOffset(2067, 1, 1, 8, 0, 0, TimeSpan.Zero));
        var request = new PreviewScheduleRequest { Schedule = Requests.Rule("FREQ=DAILY;COUNT=3", "2067-01-01T09:00:00").Reminder.Schedule, After = first };

        Assert.Equal(["2067-01-02T08:00:00Z", "2067-01-03T08:00:00Z"], (await Client.PreviewScheduleAsync(request)).Instants.Select(Text));

        request.After = new Timestamp { Seconds = first.Seconds - 1, Nanos = 999_999_999 };
        Assert.Equal(3, (await Client.PreviewScheduleAsync(request)).Instants.Count);
    }

    [Fact]
    public async Task Preview_ScheduleWithACount_EndsAtTheCount()
    {
        var schedule = Requests.Cron("0 0 9 * * ?").Reminder.Schedule;
        schedule.Count = 3;

        var preview = await Client.PreviewScheduleAsync(new() { Schedule = schedule, Count = 10 });

        Assert.Equal(3, preview.Instants.Count);
    }

    [Fact]
    public async Task Preview_OneShot_ReturnsItsInstantAndNoInterval()
    {
        var preview = await Client.PreviewScheduleAsync(new() { Schedule = Requests.In(TimeSpan.FromHours(1)).Reminder.Schedule });

        Assert.Single(preview.Instants);
        Assert.Null(preview.ShortestInterval);
    }

    [Fact]
    public async Task Preview_InvalidFields_NamesTheFields()
    {
        var refusal = await Refusal.OfAsync(Client.PreviewScheduleAsync(new()
        {
            Schedule = Requests.Cron("0 0 9 * * ?", "Mars/Olympus").Reminder.Schedule,
            Count = 101,
            After = new Timestamp { Nanos = -1 },
        }));

        Assert.Equal(["schedule.cron.time_zone", "count", "after"], refusal.Fields);
    }

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=200000", "2027-01-01T09:00:00", 2500, "COUNT of more than")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO;COUNT=100000", "2027-01-01T09:00:00", 9000, "takes more than 250000 steps")]
    public async Task Preview_BeyondALimitOfTheCalendar_IsRefusedWithTheReason(string rule, string start, int after, string reason)
    {
        var refusal = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => Client.PreviewScheduleAsync(new()
        {
            Schedule = Requests.Rule(rule, start).Reminder.Schedule,
            After = Timestamp.FromDateTimeOffset(new DateTimeOffset(after, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        }).ResponseAsync);

        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains(reason, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ValidSchedule_StoresNothing()
    {
        var before = (await shared.Host.EverythingAsync()).Count;
        await Client.PreviewScheduleAsync(new() { Schedule = Requests.Cron("0 0 9 * * ?").Reminder.Schedule });

        Assert.Equal(before, (await shared.Host.EverythingAsync()).Count);
    }

    private static string Text(Timestamp instant) => instant.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
