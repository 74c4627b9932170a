using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Callbacks;

/// <summary>Callbacks that are down, that come back, or that die during a delivery.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Callback_ThatConnectsLate_ReceivesDueRemindersWithoutAnAttempt()
    {
        await using var bot = await FakeBot.StoppedAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);

        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await bot.RestartAsync();
        var settled = await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(0, settled.Attempt);
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task Callback_ThatRestartsRepeatedly_IsConnectedEachTime()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var random = new Random(20261122);
        for (var life = 0; life < 15; life++)
        {
            await bot.KillAsync();
            var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;

            // The bot comes back at a different point of the scheduler's reconnect loop each time. The test expects nothing to have happened by then.
            await Task.Delay(random.Next(700), TestContext.Current.CancellationToken);
            await bot.RestartAsync();
            await scheduler.AwaitAsync(id, ReminderState.Delivered);
        }
    }

    [Fact]
    public async Task Callback_ThatDiesDuringADelivery_ReceivesItAgainUnderTheSameId()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = _ => null;

        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await bot.NextAsync();
        await bot.KillAsync();
        bot.Answer = FakeBot.Delivered;
        await bot.RestartAsync();
        var settled = await scheduler.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(0, settled.Attempt);
        Assert.Equal(2, bot.All.Count);
        Assert.Single(bot.All.Select(received => received.Delivery.Id).Distinct());
    }

    [Fact]
    public async Task Delivery_ThatKillsEveryStream_Fails()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Callbacks:MaxBrokenStreams"] = "2" });
        bot.Answer = _ => null;

        var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero, "poison"))).Reminder.Id;
        for (var life = 0; life < 2; life++)
        {
            await bot.NextAsync();
            await bot.KillAsync();
            await bot.RestartAsync();
        }

        var settled = await scheduler.AwaitAsync(id, ReminderState.Failed);
        Assert.StartsWith("given up after 2 broken streams", settled.LastError, StringComparison.Ordinal);

        bot.Answer = FakeBot.Delivered;
        var next = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await scheduler.AwaitAsync(next, ReminderState.Delivered);
    }

    [Fact]
    public async Task Scheduler_StoppedBeforeTheDueTime_DeliversAfterTheNextStart()
    {
        using var folder = new TemporaryFolder();
        await using var bot = await FakeBot.StartAsync();
        string id;
        await using (var first = await SchedulerHost.StartAsync(bot, folder))
            id = (await first.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(1)))).Reminder.Id;

        await using var second = await SchedulerHost.StartAsync(bot, folder);
        await second.AwaitAsync(id, ReminderState.Delivered);

        var received = Assert.Single(bot.All);
        Assert.True(received.Lateness >= TimeSpan.Zero, $"{-received.Lateness} early");
    }

    [Fact]
    public async Task Scheduler_StoppedWithAnUnansweredDelivery_DeliversAgainUnderTheSameId()
    {
        using var folder = new TemporaryFolder();
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = _ => null;
        string id;
        await using (var first = await SchedulerHost.StartAsync(bot, folder))
        {
            id = (await first.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
            await bot.NextAsync();
        }

        bot.Answer = FakeBot.Delivered;
        await using var second = await SchedulerHost.StartAsync(bot, folder);
        var settled = await second.AwaitAsync(id, ReminderState.Delivered);

        Assert.Equal(0, settled.Attempt);
        Assert.Single(bot.All.Select(received => received.Delivery.Id).Distinct());
    }

    [Fact]
    public async Task Stop_WithAnAnswerPending_WaitsForTheResult()
    {
        using var folder = new TemporaryFolder();
        await using var bot = await FakeBot.StartAsync();
        var stopping = new TaskCompletionSource();
        bot.Ready = _ => stopping.Task;

        string id;
        await using (var first = await SchedulerHost.StartAsync(bot, folder, new() { ["Callbacks:StopTimeout"] = "00:00:30" }))
        {
            id = (await first.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
            await bot.NextAsync();
            var stopped = first.StopAsync();
            stopping.SetResult();
            await stopped;
        }

        await using var second = await SchedulerHost.StartAsync(bot, folder);
        Assert.Equal(ReminderState.Delivered, (await second.Client.GetAsync(new GetRequest { Id = id })).State);
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task Spike_OfManyAtOneInstant_DeliversEachOnce()
    {
        const int Count = 3_000;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Callbacks:MaxInFlight"] = "64" });

        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3);
        var ids = await Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
            (await scheduler.Client.CreateAsync(Requests.At(due).With(reminder => reminder.Recipient.UserId = $"user-{i}"))).Reminder.Id));
        for (var i = 0; i < Count; i++)
            await bot.NextAsync();
        var fence = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id;
        await scheduler.AwaitAsync(fence, ReminderState.Delivered);

        var delivered = bot.All.Select(received => received.Delivery.Id.ReminderId).Where(id => id != fence).ToList();
        Assert.Equal(Count, delivered.Count);
        Assert.Equal(ids.Order(StringComparer.Ordinal), delivered.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(bot.All, received => received.Lateness < TimeSpan.Zero);
    }
}
