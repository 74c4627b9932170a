using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>Checks that each instrument measures. PacingTests checks the instruments of lanes.</summary>
public sealed class MetricsTests
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    [Fact]
    public async Task Registrations_OfEachResult_AreCountedByResult()
    {
        using var measured = new Measurements("nudge.reminder.registrations");
        await using var scheduler = await StartAsync(measured);

        await scheduler.Client.CreateAsync(Requests.In(Later).WithId("request-1"));
        await scheduler.Client.CreateAsync(Requests.In(Later).WithId("request-1"));
        await Assert.ThrowsAsync<RpcException>(() => scheduler.Client.CreateAsync(new CreateRequest()).ResponseAsync);

        Assert.All(["created", "repeated", "refused"], result => Assert.Equal([1], measured.Of("nudge.reminder.registrations", ("nudge.result", result))));
    }

    [Fact]
    public async Task Deliveries_WithARetry_AreMeasuredWithOutcomeLatenessAndRetry()
    {
        using var measured = new Measurements("nudge.delivery.outcomes", "nudge.delivery.lateness", "nudge.delivery.retries");
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = delivery => bot.All.Count > 1 ? FakeBot.Delivered(delivery) : new() { Id = delivery.Id, RetryLater = new() };
        await using var scheduler = await StartAsync(measured, bot);

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero).With(reminder => reminder.DeliveryPolicy = Requests.Impatient()));
        await scheduler.AwaitAsync(created.Reminder.Id, ReminderState.Delivered);

        Assert.Equal([1], measured.Of("nudge.delivery.outcomes", ("nudge.outcome", "retry_later")));
        Assert.Equal([1], measured.Of("nudge.delivery.outcomes", ("nudge.outcome", "delivered")));
        Assert.Equal([1], measured.Of("nudge.delivery.retries"));
        Assert.Equal(2, measured.Of("nudge.delivery.lateness").Count);
        Assert.All(measured.Of("nudge.delivery.lateness"), seconds => Assert.InRange(seconds, 0, 20));
    }

    [Fact]
    public async Task Deliveries_UnderWay_AreInFlight()
    {
        using var measured = new Measurements("nudge.delivery.in_flight");
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = _ => null;
        await using var scheduler = await StartAsync(measured, bot);

        measured.Observe();
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero));
        await bot.NextAsync();
        measured.Observe();

        Assert.Equal([0, 1], measured.Of("nudge.delivery.in_flight"));
    }

    [Fact]
    public async Task Shards_WithASingleNode_AreAllOwnedByIt()
    {
        using var measured = new Measurements("nudge.shard.owned");
        await using var scheduler = await StartAsync(measured);

        await ObservedAsync(measured, "nudge.shard.owned", 64);
    }

    [Fact]
    public async Task Reminders_ThatWait_ArePending()
    {
        using var measured = new Measurements("nudge.reminder.pending");
        await using var scheduler = await StartAsync(measured);
        await scheduler.Client.CreateAsync(Requests.In(Later));
        await scheduler.Client.CreateAsync(Requests.In(Later));

        measured.Observe();

        // A gauge that waits for the store would have measured both by now. Another listener may have made it count before they were there.
        Assert.DoesNotContain(2.0, measured.Of("nudge.reminder.pending"));
        await ObservedAsync(measured, "nudge.reminder.pending", 2);
    }

    [Fact]
    public async Task Commits_OfEachOperation_AreMeasuredByOperation()
    {
        using var measured = new Measurements("nudge.store.commit.size", "nudge.store.commit.duration");
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await StartAsync(measured, bot);

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero));
        await scheduler.AwaitAsync(created.Reminder.Id, ReminderState.Delivered);

        AssertCommits(measured);
    }

    internal static void AssertCommits(Measurements measured) => Assert.All(["register", "settle"], operation =>
    {
        Assert.Equal([1], measured.Of("nudge.store.commit.size", ("nudge.operation", operation)));
        Assert.InRange(Assert.Single(measured.Of("nudge.store.commit.duration", ("nudge.operation", operation))), 0, 20);
    });

    internal static Task ObservedAsync(Measurements measured, string instrument, double value) => Eventually.HoldsAsync($"{instrument} of {value}", () =>
    {
        measured.Observe();
        return Task.FromResult(measured.Of(instrument).Contains(value));
    });

    private static async Task<SchedulerHost> StartAsync(Measurements measured, FakeBot? bot = null)
    {
        var scheduler = await SchedulerHost.StartAsync(bot);
        measured.Factory = scheduler.Services.GetRequiredService<IMeterFactory>();
        return scheduler;
    }
}
