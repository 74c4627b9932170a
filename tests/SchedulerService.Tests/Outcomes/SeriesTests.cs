using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Outcomes;

/// <summary>The occurrences of a recurring reminder.</summary>
public sealed class SeriesTests
{
    [Fact]
    public async Task Series_WithACount_DeliversEachOccurrenceUpToTheCount()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Requests.Dense);

        var made = (await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.Schedule.Count = 3))).Reminder;
        var settled = await scheduler.AwaitAsync(made.Id, ReminderState.Delivered);

        Assert.Equal([1L, 2, 3], bot.All.Select(received => received.Delivery.Id.Occurrence));
        Assert.All(bot.All, received => Assert.True(received.Lateness >= TimeSpan.Zero, $"{-received.Lateness} early"));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => made.NextDue.ToDateTimeOffset().AddSeconds(i)), bot.All.Select(received => received.Delivery.Due.ToDateTimeOffset()));
        Assert.Equal((3, bot.All.Last().Delivery.Due), (settled.Occurrence, settled.NextDue));
    }

    [Fact]
    public async Task Series_WithAFailedOccurrence_ContinuesAndKeepsTheError()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Requests.Dense);
        bot.Answer = delivery => delivery.Id.Occurrence == 1
            ? new() { Id = delivery.Id, Rejected = new() { Reason = "not today" } }
            : FakeBot.Delivered(delivery);

        var made = (await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.Schedule.Count = 2))).Reminder;
        var afterFailure = await scheduler.AwaitAsync(made.Id, reminder => reminder.Occurrence == 2, "at its second occurrence");
        var settled = await scheduler.AwaitAsync(made.Id, ReminderState.Delivered);

        Assert.Equal("rejected: not today", afterFailure.LastError);
        Assert.Equal((2, "", 0), (settled.Occurrence, settled.LastError, settled.Attempt));
    }

    [Fact]
    public async Task Series_WithAnEnd_DeliversEachOccurrenceUpToTheEnd()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Requests.Dense);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(2.5);

        var made = (await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.Schedule.End = Timestamp.FromDateTimeOffset(end)))).Reminder;
        await scheduler.AwaitAsync(made.Id, ReminderState.Delivered);

        Assert.All(bot.All, received => Assert.True(received.Delivery.Due.ToDateTimeOffset() <= end, "due after the end"));
        Assert.True(bot.All.Last().Delivery.Due.ToDateTimeOffset().AddSeconds(1) > end, "an occurrence before the end is missing");
    }

    [Fact]
    public async Task NextOccurrence_DueWhileTheLastIsInFlight_WaitsForIt()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(
            bot, settings: new(Requests.Dense) { ["Callbacks:AnswerTimeout"] = "00:00:03" });
        bot.Answer = delivery => delivery.Id.Occurrence == 1 && bot.All.Count == 1 ? null : FakeBot.Delivered(delivery);

        await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.CatchUpPolicy = CatchUpPolicy.All));
        var unanswered = await bot.NextAsync();
        var next = await bot.NextAsync();
        var afterIt = await bot.NextAsync();

        Assert.Equal(unanswered.Delivery.Id, next.Delivery.Id);
        Assert.True(next.At - unanswered.At >= TimeSpan.FromSeconds(3), "the next delivery came before the answer timeout of the last one");
        Assert.Equal((2, next.Delivery.Due.ToDateTimeOffset().AddSeconds(1)), (afterIt.Delivery.Id.Occurrence, afterIt.Delivery.Due.ToDateTimeOffset()));
    }

    [Theory]
    [InlineData(CatchUpPolicy.One)]
    [InlineData(CatchUpPolicy.All)]
    public async Task Callback_ThatWasDown_ReceivesWhatTheCatchUpPolicySelects(CatchUpPolicy policy)
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Requests.Dense);
        var made = (await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.CatchUpPolicy = policy))).Reminder;
        await bot.NextAsync();
        await bot.KillAsync();

        // Due reminders are not read while the bot is down. A one-shot reminder that is due later marks the time.
        var mark = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(3.5)))).Reminder;
        await Nudge.Tests.Eventually.HoldsAsync("three seconds", () => Task.FromResult(mark.NextDue.ToDateTimeOffset() < TimeProvider.System.GetUtcNow()));
        var before = bot.All.Where(received => received.Delivery.Id.ReminderId == made.Id).Max(received => received.Delivery.Id.Occurrence);
        await bot.RestartAsync();

        FakeBot.Received first;
        do
        {
            first = await bot.NextAsync();
        }
        while (first.Delivery.Id.ReminderId != made.Id || first.Delivery.Id.Occurrence <= before);

        if (policy == CatchUpPolicy.All)
            Assert.Equal(before + 1, first.Delivery.Id.Occurrence);
        else
            Assert.True(first.Delivery.Id.Occurrence >= before + 3 && first.Lateness < TimeSpan.FromSeconds(2), $"{first.Delivery.Id.Occurrence} after {before}, {first.Lateness} late");

        // The number of an occurrence belongs to its instant, even after skipped occurrences.
        Assert.Equal(made.NextDue.ToDateTimeOffset().AddSeconds(first.Delivery.Id.Occurrence - 1), first.Delivery.Due.ToDateTimeOffset());
    }

    [Fact]
    public async Task Resume_OfASeries_CatchesUpWithTheLatestOccurrence()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: Requests.Dense);
        var made = (await scheduler.Client.CreateAsync(Requests.EverySecond().With(reminder => reminder.Schedule.Count = 30))).Reminder;
        await bot.NextAsync();
        await scheduler.Client.PauseAsync(new PauseRequest { Id = made.Id });
        await scheduler.AwaitAsync(
            made.Id, reminder => reminder.NextDue.ToDateTimeOffset().AddSeconds(3) < TimeProvider.System.GetUtcNow(), "three occurrences behind");

        var resumedAt = TimeProvider.System.GetUtcNow();
        await scheduler.Client.ResumeAsync(new ResumeRequest { Id = made.Id });
        var next = await bot.NextAsync();
        while (next.At < resumedAt)
            next = await bot.NextAsync();

        Assert.True(next.Lateness < TimeSpan.FromSeconds(2), $"{next.Lateness} late: not the latest occurrence");
        Assert.True(next.Delivery.Id.Occurrence >= 4, "no occurrence was skipped");
    }
}
