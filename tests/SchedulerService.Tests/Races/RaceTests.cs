using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Shards;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Races;

/// <summary>Calls at the moment a reminder is due, thousands of each.</summary>
public abstract class RaceTests
{
    private static readonly int Times = 2_500 * Scale.Factor;

    private readonly Random _random = new(20261122);

    /// <summary>Creates a new, empty store.</summary>
    protected abstract Task<string> CreateStoreAsync();

    /// <summary>Gets whether a second scheduler can share the store.</summary>
    protected abstract bool IsShared { get; }

    /// <summary>Runs a count in the store itself.</summary>
    protected abstract Task<long> CountAsync(string store, string query);

    [Fact]
    public async Task Cancel_AtTheDueTimeAnsweredAsNotDelivered_PreventsTheDelivery()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await StartAsync(bot, await CreateStoreAsync());
        var reminders = await CreateAroundNowAsync(scheduler);

        var cancelled = new ConcurrentDictionary<string, bool>();
        await AtDueTimesAsync(reminders, async reminder =>
        {
            try
            {
                cancelled[reminder.Id] = (await scheduler.Client.CancelAsync(new CancelRequest { Id = reminder.Id })).MayHaveBeenDelivered;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
            {
                // The reminder was settled already.
            }
        });
        await DrainedAsync(scheduler);

        var delivered = Delivered(bot);
        var surely = cancelled.Where(answer => !answer.Value).Select(answer => answer.Key).ToList();
        Assert.DoesNotContain(surely, delivered.ContainsKey);
        Assert.DoesNotContain(reminders, reminder => !cancelled.ContainsKey(reminder.Id) && !delivered.ContainsKey(reminder.Id));
        Assert.All(delivered.Values, times => Assert.Equal(1, times));

        // The test was a race only if each side won at least a twentieth of it.
        Assert.InRange(surely.Count, Times / 20, Times * 19 / 20);
        TestContext.Current.SendDiagnosticMessage("cancelled in time: {0}, perhaps too late: {1}, too late: {2}", surely.Count, cancelled.Count - surely.Count, Times - cancelled.Count);
    }

    [Fact]
    public async Task Pause_AtTheDueTime_HoldsRemindersNotYetDueAndLosesNothing()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await StartAsync(bot, await CreateStoreAsync());
        var reminders = await CreateAroundNowAsync(scheduler);

        var paused = new ConcurrentDictionary<string, DateTimeOffset>();
        await AtDueTimesAsync(reminders, async reminder =>
        {
            try
            {
                await scheduler.Client.PauseAsync(new PauseRequest { Id = reminder.Id });
                paused[reminder.Id] = TimeProvider.System.GetUtcNow();
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
            {
                // The reminder was settled already.
            }
        });
        await DrainedAsync(scheduler);

        var inTime = reminders.Where(reminder => paused.TryGetValue(reminder.Id, out var at) && at < reminder.NextDue.ToDateTimeOffset()).ToList();
        var before = Delivered(bot);
        Assert.DoesNotContain(inTime, reminder => before.ContainsKey(reminder.Id));
        Assert.InRange(inTime.Count, Times / 20, Times * 19 / 20);

        await Parallel.ForEachAsync(paused.Keys, Many, async (id, end) => await scheduler.Client.ResumeAsync(new ResumeRequest { Id = id }, cancellationToken: end));
        await EndedAsync(scheduler);

        Assert.Equal(Times, Delivered(bot).Count);
        Assert.All(bot.All, received => Assert.Equal((1L, 1), (received.Delivery.Id.Occurrence, received.Delivery.Id.Generation)));
    }

    [Fact]
    public async Task Update_WhileInFlight_IsAppliedOrRefusedAndTheOldOutcomeIsRecorded()
    {
        var store = await CreateStoreAsync();
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await StartAsync(bot, store);
        var updates = new ConcurrentDictionary<string, Task<bool>>();

        // For every tenth user the update ends before the bot answers, so it is accepted. For the others the two race.
        Task Update(Delivery delivery) => updates.GetOrAdd(delivery.Id.ReminderId, _ => UpdateAsync(scheduler, delivery));
        bot.Ready = delivery => delivery.Id.Generation == 1 && delivery.Recipient.UserId.EndsWith('0') ? Update(delivery) : Task.CompletedTask;
        bot.Answer = delivery =>
        {
            if (delivery.Id.Generation == 1)
                _ = Update(delivery);
            return FakeBot.Delivered(delivery);
        };

        await CreateAroundNowAsync(scheduler);
        await EndedAsync(scheduler);

        Assert.Equal(Times, updates.Count);
        var accepted = new HashSet<string>();
        foreach (var (id, update) in updates)
        {
            if (await update)
                accepted.Add(id);
        }

        await EndedAsync(scheduler);
        var told = bot.All.GroupBy(received => received.Delivery.Id.ReminderId).ToDictionary(
            group => group.Key, group => string.Join(',', group.Select(received => received.Delivery.Notification.Text)));
        Assert.All(told, one => Assert.Equal(accepted.Contains(one.Key) ? "old,new" : "old", one.Value));
        Assert.Equal(Times, await CountAsync(store, $"select count(*) from history where generation = 1 and state = {(int)ReminderState.Delivered}"));
        Assert.Equal(accepted.Count, await CountAsync(store, $"select count(*) from history where generation = 2 and state = {(int)ReminderState.Delivered}"));
        Assert.InRange(accepted.Count, Times / 10, Times - 1);
        TestContext.Current.SendDiagnosticMessage("updated in flight: {0}", accepted.Count);
    }

    [Fact]
    public async Task NextOccurrence_DueWhileTheLastIsInFlight_IsDeliveredAfterItAndOnce()
    {
        const int Occurrences = 5;
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await StartAsync(
            bot, await CreateStoreAsync(), new(Requests.Dense) { ["Callbacks:AnswerTimeout"] = "00:00:01.5", ["Callbacks:MaxInFlight"] = "5000" });

        // Every fifth delivery is not answered. It stays in flight while the next occurrence comes due, and is then made again.
        var count = 0;
        bot.Answer = delivery => Interlocked.Increment(ref count) % 5 == 0 ? null : FakeBot.Delivered(delivery);

        await foreach (var _ in scheduler.Client.CreateManyAsync(Enumerable.Range(0, Times / Occurrences).Select(i => Requests.EverySecond().With(reminder =>
        {
            reminder.Recipient.UserId = $"user-{i}";
            reminder.Schedule.Count = Occurrences;
            reminder.CatchUpPolicy = CatchUpPolicy.All;
            reminder.DeliveryPolicy = Requests.Impatient();
        }))))
        {
        }

        await EndedAsync(scheduler);

        foreach (var series in bot.All.GroupBy(received => received.Delivery.Id.ReminderId))
        {
            var occurrences = series.Select(received => received.Delivery.Id.Occurrence).ToList();
            Assert.Equal(occurrences.Order(), occurrences);
            Assert.Equal(Enumerable.Range(1, Occurrences).Select(i => (long)i), occurrences.Distinct());
        }

        Assert.Equal(Times, bot.All.Count - (count / 5));
    }

    [Fact]
    public async Task Update_ByTwoCallersAtOnce_AcceptsExactlyOne()
    {
        const int Reminders = 100;
        var rounds = Times / Reminders;
        var store = await CreateStoreAsync();
        await using var first = await StartAsync(bot: null, store);
        await using var second = IsShared ? await StartAsync(bot: null, store) : null;
        ReminderScheduler.ReminderSchedulerClient[] clients = [first.Client, (second ?? first).Client];

        await Parallel.ForEachAsync(Enumerable.Range(0, Reminders), Many, async (_, end) =>
        {
            var reminder = (await first.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), cancellationToken: end)).Reminder;
            for (var round = 0; round < rounds; round++)
            {
                var results = await Task.WhenAll(clients.Select((client, i) => TryUpdateAsync(client, reminder, $"{round}/{i}")));
                var winner = Assert.Single(results.OfType<Reminder>());
                reminder = await clients[round % 2].GetAsync(new GetRequest { Id = reminder.Id }, cancellationToken: end);
                Assert.Equal(winner, reminder);
            }

            Assert.Equal(1 + rounds, reminder.Revision);
        });
    }

    private static ParallelOptions Many { get; } = new() { MaxDegreeOfParallelism = 64 };

    private static async Task<Reminder?> TryUpdateAsync(ReminderScheduler.ReminderSchedulerClient client, Reminder reminder, string text)
    {
        var wanted = reminder.Clone();
        wanted.Notification.Text = text;
        try
        {
            return await client.UpdateAsync(new UpdateRequest { Reminder = wanted });
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Aborted)
        {
            return null;
        }
    }

    private static async Task<bool> UpdateAsync(SchedulerHost scheduler, Delivery delivery)
    {
        var wanted = new Reminder
        {
            Id = delivery.Id.ReminderId,
            Revision = 1,
            Schedule = new Schedule { At = delivery.Due },
            Notification = new Notification { Text = "new" },
        };
        try
        {
            await scheduler.Client.UpdateAsync(new UpdateRequest { Reminder = wanted });
            return true;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            return false;
        }
    }

    private static Task<SchedulerHost> StartAsync(FakeBot? bot, string store, Dictionary<string, string?>? settings = null) =>
        SchedulerHost.StartAsync(bot, settings: new(settings ?? []) { ["ConnectionStrings:reminders"] = store });

    private static Dictionary<string, int> Delivered(FakeBot bot) =>
        bot.All.GroupBy(received => received.Delivery.Id.ReminderId).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Creates reminders that come due one after the other, a millisecond apart, starting in four seconds.</summary>
    private static async Task<List<Reminder>> CreateAroundNowAsync(SchedulerHost scheduler)
    {
        var from = TimeProvider.System.GetUtcNow().AddSeconds(4);
        return await scheduler.Client.CreateManyAsync(Enumerable.Range(0, Times).Select(i => Requests.At(from.AddMilliseconds(i)).With(reminder =>
        {
            reminder.Recipient.UserId = $"user-{i % 500}";
            reminder.Notification.Text = "old";
        }))).ToListAsync();
    }

    /// <summary>
    /// Runs an action for each reminder around its due time: from 900 ms before it, so that the action can be over in time even on a busy machine, to
    /// 100 ms after it.
    /// </summary>
    private async Task AtDueTimesAsync(List<Reminder> reminders, Func<Reminder, Task> act)
    {
        var plan = reminders
            .Select(reminder => (Reminder: reminder, At: reminder.NextDue.ToDateTimeOffset().AddMilliseconds((_random.NextDouble() * 1_000) - 900)))
            .OrderBy(step => step.At);
        await Parallel.ForEachAsync(plan, Many, async (step, end) =>
        {
            var wait = step.At - TimeProvider.System.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, end);
            await act(step.Reminder);
        });
    }

    /// <summary>Waits until nothing is in flight and no due reminder waits.</summary>
    private static async Task DrainedAsync(SchedulerHost scheduler)
    {
        await Eventually.HoldsAsync("drained scheduler", async () =>
        {
            var due = await scheduler.Client.ListAsync(new ListRequest
            {
                Filter = new ReminderFilter { States = { ReminderState.Scheduled }, DueBefore = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) },
                PageSize = 1,
            });
            return due.Reminders.Count == 0 && scheduler.Services.GetRequiredService<InFlight>().Count == 0;
        }, TimeSpan.FromMinutes(1));
    }

    /// <summary>Waits until every reminder is settled.</summary>
    private static Task EndedAsync(SchedulerHost scheduler) => Eventually.HoldsAsync(
        "settled reminders",
        async () => (await scheduler.Client.ListAsync(new ListRequest { PageSize = 1 })).Reminders.Count == 0,
        TimeSpan.FromMinutes(2));
}
