using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>Tests the metrics of a PostgreSQL store.</summary>
public sealed class StoreMetricsTests(PostgresCluster cluster) : PostgresTest(cluster)
{
    [Fact]
    public async Task Commits_RegisterAndSettle_AreMeasuredByOperation()
    {
        using var measured = new Measurements("nudge.store.commit.size", "nudge.store.commit.duration");
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["ConnectionStrings:reminders"] = Database });

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero));
        await scheduler.AwaitAsync(created.Reminder.Id, ReminderState.Delivered);

        MetricsTests.AssertCommits(measured);
    }

    [Fact]
    public async Task CountPending_AfterAnalyze_IsEstimatedFromStatistics()
    {
        using var measured = new Measurements("nudge.reminder.pending");
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["ConnectionStrings:reminders"] = Database });
        var store = scheduler.Services.GetRequiredService<IReminderStore>();
        measured.Factory = scheduler.Services.GetRequiredService<IMeterFactory>();
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)));

        Assert.Null(await store.CountPendingAsync(CancellationToken.None));
        await (await ConnectAsync()).ExecuteAsync("analyze reminder");

        Assert.Equal(1, await store.CountPendingAsync(CancellationToken.None));
        await MetricsTests.ObservedAsync(measured, "nudge.reminder.pending", 1);
    }
}
