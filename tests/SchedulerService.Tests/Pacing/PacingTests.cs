using System.Diagnostics.Metrics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Pacing;

/// <summary>The effect of lanes on due reminders.</summary>
public sealed class PacingTests
{
    [Fact]
    public async Task Lane_WithARate_KeepsToTheRateAndLosesNothing()
    {
        const int Count = 60;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 20));

        var made = await CreateAsync(scheduler, Count, "busy");
        await ReceivedAsync(bot, Count);

        var received = bot.All.ToList();
        Assert.Equal(made.Order(), received.Select(one => one.Delivery.Id.ReminderId).Order());
        // Two deliveries may go at once. Each further delivery has a twentieth of a second of its own. Only deliveries in transit can come closer
        // together.
        Assert.InRange((received[^1].At - received[0].At).TotalSeconds, ((Count - 2) / 20.0) - 0.1, 30);
    }

    [Fact]
    public async Task Lane_ThatIsBusy_DelaysNoOtherLane()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 1));
        await CreateAsync(scheduler, 2_000, "busy");
        // The same shard, so that this lane is read after the busy lane.
        var neighbour = Enumerable.Range(0, int.MaxValue).Select(i => $"quiet-{i}").First(lane => Shard.Of(lane) == Shard.Of("busy"));

        var quiet = Assert.Single(await CreateAsync(scheduler, 1, neighbour));
        await Eventually.HoldsAsync("delivery of the other lane", () => Task.FromResult(bot.All.Any(received => received.Delivery.Id.ReminderId == quiet)));

        Assert.InRange(bot.All.Count, 2, 30);
    }

    [Fact]
    public async Task Cancel_OfAWaitingReminder_PreventsItsDelivery()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 4));
        var made = await CreateAsync(scheduler, 20, "busy");
        var first = (await bot.NextAsync()).Delivery.Id.ReminderId;

        var cancelled = new List<string>();
        foreach (var id in Enumerable.Reverse(made).Take(16).Where(id => id != first))
        {
            if (await scheduler.Client.CancelAsync(new CancelRequest { Id = id }) is { Reminder.State: ReminderState.Cancelled } answer
                && !bot.All.Any(received => received.Delivery.Id.ReminderId == id))
                cancelled.Add(answer.Reminder.Id);
        }

        // A later reminder gets the slots of the cancelled reminders.
        var last = Assert.Single(await CreateAsync(scheduler, 1, "busy"));
        await scheduler.AwaitAsync(last, ReminderState.Delivered);

        Assert.NotEmpty(cancelled);
        Assert.DoesNotContain(bot.All, received => cancelled.Contains(received.Delivery.Id.ReminderId));
    }

    [Fact]
    public async Task Reminder_BeyondMaxWaiting_IsDeferredOnceAndDelivered()
    {
        const int Count = 60;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 20, maxWaiting: 8));

        var made = await CreateAsync(scheduler, Count, "busy");
        var waiting = await scheduler.AwaitAsync(made[^1], reminder => reminder.LastError.Length > 0, "deferred");
        await ReceivedAsync(bot, Count);

        Assert.Equal("rate limited: waiting for a slot of its lane", waiting.LastError);
        Assert.Equal((2, 0), (waiting.Revision, waiting.Attempt));
        Assert.Equal(Count, bot.All.Select(received => received.Delivery.Id.ReminderId).Distinct().Count());
        foreach (var id in made)
        {
            var delivered = await scheduler.AwaitAsync(id, ReminderState.Delivered);
            Assert.InRange(delivered.Revision, 2, 3);
        }
    }

    [Fact]
    public async Task Series_ThatIsDeferred_IsNotMissed()
    {
        const int Count = 40;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new(Paced(perSecond: 10, maxWaiting: 2)) { ["Schedules:MinInterval"] = "00:00:02" });

        // The slots of the first occurrences take four seconds. The second occurrences are due after two.
        var made = await scheduler.Client.CreateManyAsync(Enumerable.Range(0, Count).Select(_ => Requests.Cron("*/2 * * * * ?", "UTC").With(reminder =>
        {
            reminder.Lane = "busy";
            reminder.CatchUpPolicy = CatchUpPolicy.One;
            reminder.Schedule.Count = 2;
        }))).ToListAsync();
        foreach (var reminder in made)
            await scheduler.AwaitAsync(reminder.Id, ReminderState.Delivered);

        Assert.Equal(
            made.SelectMany(reminder => new[] { (reminder.Id, 1L), (reminder.Id, 2L) }).Order(),
            bot.All.Select(received => (received.Delivery.Id.ReminderId, received.Delivery.Id.Occurrence)).Order());
    }

    [Fact]
    public async Task HoldsLane_InARetryLater_HoldsOnlyThatLane()
    {
        var hold = TimeSpan.FromSeconds(2);
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 10, burst: 1));
        bot.Answer = delivery => bot.All.Count == 1
            ? new() { Id = delivery.Id, RetryLater = new() { After = Duration.FromTimeSpan(hold), Reason = "429", HoldsLane = true } }
            : FakeBot.Delivered(delivery);

        await CreateAsync(scheduler, 10, "busy");
        var first = await bot.NextAsync();
        var other = Assert.Single(await CreateAsync(scheduler, 1, "other"));
        await ReceivedAsync(bot, 12);

        var busy = bot.All.Where(received => received.Delivery.Id.ReminderId != other).ToList();
        var quiet = bot.All.Single(received => received.Delivery.Id.ReminderId == other);
        Assert.True(quiet.At - first.At < hold, $"the other lane was held for {quiet.At - first.At}");
        // One more delivery may have been in transit when the answer came.
        Assert.All(busy.Skip(2), received => Assert.True(received.At - first.At >= hold, $"delivered {received.At - first.At} after the answer"));
    }

    [Fact]
    public async Task MaxInFlight_OfALane_BoundsOnlyThatLane()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 1_000, maxInFlight: 5));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Ready = delivery => delivery.Recipient.UserId == "other" ? Task.CompletedTask : gate.Task;

        await CreateAsync(scheduler, 40, "busy");
        await ReceivedAsync(bot, 5);
        var other = Assert.Single(await CreateAsync(scheduler, 1, "other"));
        await scheduler.AwaitAsync(other, ReminderState.Delivered);

        Assert.Equal(5, bot.All.Count(received => received.Delivery.Id.ReminderId != other));
        gate.SetResult();
        await ReceivedAsync(bot, 41);
    }

    [Fact]
    public async Task WaitingReminder_WhenTheBotRestarts_IsDelivered()
    {
        const int Count = 40;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 20));
        await CreateAsync(scheduler, Count, "busy");
        await bot.NextAsync();

        await bot.KillAsync();
        await bot.RestartAsync();
        await Eventually.HoldsAsync(
            "every delivery", () => Task.FromResult(bot.All.Select(received => received.Delivery.Id.ReminderId).Distinct().Count() == Count));
    }

    [Fact]
    public async Task Lane_AfterARestart_HasNoBurst()
    {
        using var folder = new TemporaryFolder();
        await using var bot = await FakeBot.StartAsync();
        await using (var first = await SchedulerHost.StartAsync(bot, folder, Paced(perSecond: 2, burst: 4)))
        {
            await CreateAsync(first, 20, "busy");
            for (var i = 0; i < 4; i++)
                await bot.NextAsync();
        }

        var before = bot.All.Count;
        var stopped = TimeProvider.System.GetUtcNow();
        await using var second = await SchedulerHost.StartAsync(bot, folder, Paced(perSecond: 2, burst: 4));
        await ReceivedAsync(bot, before + 3);

        var took = bot.All.ElementAt(before + 2).At - stopped;
        Assert.True(took >= TimeSpan.FromSeconds(1.5), $"three deliveries came within {took}");
    }

    [Fact]
    public async Task ListLanes_WithBusyLanes_ListsTheirBacklogs()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 2, maxWaiting: 8));
        var made = await CreateAsync(scheduler, 30, "busy");
        await CreateAsync(scheduler, 10, "less busy");
        var quiet = await CreateAsync(scheduler, 1, "quiet");
        await scheduler.AwaitAsync(quiet[0], ReminderState.Delivered);
        await scheduler.AwaitAsync(made[^1], reminder => reminder.LastError.Length > 0, "deferred");

        var now = TimeProvider.System.GetUtcNow();
        var answer = await scheduler.Client.ListLanesAsync(new ListLanesRequest());

        Assert.NotEmpty(answer.Node);
        Assert.Equal([("bot", "busy"), ("bot", "less busy")], answer.Lanes.Select(lane => (lane.Target, lane.Lane)));
        Assert.InRange(answer.Lanes[0].Depth, 20, 29);
        Assert.InRange((answer.Lanes[0].Drained.ToDateTimeOffset() - now).TotalSeconds, (answer.Lanes[0].Depth / 2.0) - 2, (answer.Lanes[0].Depth / 2.0) + 2);
        Assert.InRange((answer.Lanes[0].NextSlot.ToDateTimeOffset() - now).TotalSeconds, -1, 1.1);
        Assert.Equal("busy", Assert.Single((await scheduler.Client.ListLanesAsync(new ListLanesRequest { PageSize = 1 })).Lanes).Lane);
    }

    [Fact]
    public async Task Metrics_OfABusyLane_MeasureDepthAndDrainTime()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Paced(perSecond: 2, maxWaiting: 8));
        var made = await CreateAsync(scheduler, 30, "busy");
        await scheduler.AwaitAsync(made[^1], reminder => reminder.LastError.Length > 0, "deferred");

        var measured = new Dictionary<string, double>();
        var factory = scheduler.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Name.StartsWith("nudge.lane.", StringComparison.Ordinal))
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.InRange(measured["nudge.lane.depth"], 20, 30);
        Assert.InRange(measured["nudge.lane.drain_time"], 8, 16);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task ListLanes_WithAPageSizeOutOfRange_IsRefused(int pageSize)
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var refusal = await Refusal.OfAsync(scheduler.Client.ListLanesAsync(new ListLanesRequest { PageSize = pageSize }));

        Assert.Equal(["page_size"], refusal.Fields);
    }

    [Theory]
    [InlineData("Callbacks:Lanes:unknown:PerSecond", "46", "Callbacks:Lanes:unknown")]
    [InlineData("Callbacks:Lanes:bot:PerSecond", "-1", "PerSecond")]
    [InlineData("Callbacks:Lanes:bot:Burst", "0", "Burst")]
    [InlineData("Callbacks:Lanes:bot:MaxInFlight", "0", "MaxInFlight")]
    [InlineData("Callbacks:Lanes:bot:MaxWaiting", "0", "MaxWaiting")]
    public async Task Start_WithInvalidLanes_NamesTheSetting(string setting, string value, string named)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => SchedulerHost.StartAsync(settings: new() { [setting] = value }));

        Assert.Contains(named, failure.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Paced(double perSecond, int burst = 2, int maxInFlight = 128, int maxWaiting = 100) => new()
    {
        ["Callbacks:Lanes:bot:PerSecond"] = perSecond.ToString(CultureInfo.InvariantCulture),
        ["Callbacks:Lanes:bot:Burst"] = burst.ToString(CultureInfo.InvariantCulture),
        ["Callbacks:Lanes:bot:MaxInFlight"] = maxInFlight.ToString(CultureInfo.InvariantCulture),
        ["Callbacks:Lanes:bot:MaxWaiting"] = maxWaiting.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Creates reminders of one lane that are due now.</summary>
    private static async Task<IReadOnlyList<string>> CreateAsync(SchedulerHost scheduler, int count, string lane) =>
        await scheduler.Client.CreateManyAsync(Enumerable.Range(0, count).Select(_ => Requests.In(TimeSpan.Zero, user: lane).With(reminder => reminder.Lane = lane)))
            .Select(reminder => reminder.Id).ToListAsync();

    private static Task ReceivedAsync(FakeBot bot, int count) =>
        Eventually.HoldsAsync($"{count} deliveries", () => Task.FromResult(bot.All.Count >= count), TimeSpan.FromSeconds(30));
}
