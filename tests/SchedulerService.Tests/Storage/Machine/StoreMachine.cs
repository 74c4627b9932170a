using Microsoft.Extensions.Options;
using NodaTime;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.V1;
using Instant = Nudge.SchedulerService.Timing.Instant;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>
/// Runs random operations on a store and on a model, and checks that both stay equal. The operations create, change, pause, deliver, settle,
/// cancel and erase reminders in any order, with crashes, lost sessions and clock steps in between.
/// </summary>
public abstract class StoreMachine<THarness>(THarness harness) : IClassFixture<THarness>
    where THarness : StoreHarness
{
    private const int Steps = 2_000;
    private const int StepsBetweenComparisons = 200;

    private readonly Model _model = new();
    private readonly List<DueReminder> _inFlight = [];
    private readonly List<DueReminder> _lost = [];
    private SettlementRules _rules = null!;
    private Random _random = null!;
    private IShardSession _session = null!;

    private IReminderStore Store => harness.Store.Reminders;

    private Comparison Comparison => new(harness, _model);

    private Instant Now => Instant.Ceiling(harness.Clock.GetUtcNow());

    /// <summary>The message of a failure and the output contain the seed.</summary>
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public async Task RandomOperations_AnySeed_KeepStoreAndModelEqual(int seed)
    {
        seed = seed == 0 ? Random.Shared.Next() : seed;
        TestContext.Current.SendDiagnosticMessage("{0}: seed {1}", GetType().Name, seed);
        _random = new Random(seed);
        var options = Options.Create(new ScheduleOptions());
        _rules = new SettlementRules(
            new Series(new Calendar(new TimeZones(DateTimeZoneProviders.Tzdb), options), options), maxBrokenStreams: 3, new Random(seed));
        await harness.PrepareAsync();
        await OpenSessionAsync();
        var step = 0;
        try
        {
            for (; step < Steps; step++)
            {
                await StepAsync();
                // Keeps the session alive: an unused session ends, which is not what this test is about.
                if (step % 50 == 0)
                    await _session.TouchAsync(CancellationToken.None);
                if (step % StepsBetweenComparisons == 0)
                    await Comparison.CheckAllAsync();
            }

            await Comparison.CheckAllAsync();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new InvalidOperationException($"seed {seed}, step {step}: {failure.Message}", failure);
        }
        finally
        {
            await _session.DisposeAsync();
        }

        Assert.True(_model.Settled > Steps / 50, $"only {_model.Settled} reminders came to an end");
        Assert.True(_model.Stale > 10, $"only {_model.Stale} outcomes came too late");
    }

    /// <summary>Ends the session as a crash of its node does, and opens another.</summary>
    private async Task CrashAsync()
    {
        await _session.DisposeAsync();
        await harness.RestartAsync();
        _inFlight.Clear();
        _lost.Clear();
        await OpenSessionAsync();
    }

    /// <summary>Ends the session while its node lives on. Reminders in flight can no longer be settled through it.</summary>
    private async Task LoseOwnershipAsync()
    {
        if (!harness.IsShared)
            return;
        await _session.DisposeAsync();
        _lost.AddRange(_inFlight);
        _inFlight.Clear();
        await OpenSessionAsync();
    }

    private async Task SettleThroughLostSessionAsync()
    {
        if (_lost.Count == 0)
            return;
        var reminder = _lost[_random.Next(_lost.Count)];
        var settlement = _rules.Settle(reminder, RandomOutcomes.Next(_random), Now);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => reminder.Session.SettleAsync([settlement]));
        await Comparison.CheckAsync(reminder.Key.Id);
    }

    /// <summary>Sets the store's clock by an hour. The scheduler's clock must not follow, so that no row is an hour off.</summary>
    private void StepClock()
    {
        var before = harness.Clock.GetUtcNow();
        harness.Clock.Discipline(before.AddHours(_random.Next(2) == 0 ? 1 : -1));
        Assert.InRange(harness.Clock.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private Task StepAsync() => _random.Next(100) switch
    {
        < 20 => CreateAsync(),
        < 26 => CancelAsync(),
        < 32 => UpdateAsync(),
        < 36 => ChangeAsync(before => before.PauseCauses.HasFlag(PauseCauses.User)
            ? null
            : before with { PauseCauses = before.PauseCauses | PauseCauses.User, VisibleAt = null }),
        < 40 => ChangeAsync(before => before.PauseCauses.HasFlag(PauseCauses.User)
            ? before with { PauseCauses = before.PauseCauses & ~PauseCauses.User, VisibleAt = before.DueAt }
            : null),
        < 44 => ChangeAsync(before => before with
        {
            PauseCauses = before.PauseCauses & ~PauseCauses.Recipient,
            VisibleAt = default(Instant),
            Generation = before.Generation + 1,
        }),
        < 48 => RetryAsync(),
        < 50 => ResumeRecipientAsync(),
        < 51 => ForgetRecipientAsync(),
        < 61 => MakeVisibleAsync(),
        < 73 => ScanAsync(),
        < 94 => SettleAsync(),
        < 95 => CrashAsync(),
        < 96 => LoseOwnershipAsync(),
        < 99 => SettleThroughLostSessionAsync(),
        _ => Task.Run(StepClock),
    };

    private async Task CreateAsync()
    {
        var reminder = RandomReminders.Next(_random, Now);
        var before = Now;
        Assert.IsType<Creation.Created>(await Store.CreateAsync(reminder, request: null));
        _model.Put(reminder with { VisibleAt = reminder.DueAt });
        await Comparison.CheckAsync(reminder.Id, before);
    }

    private async Task CancelAsync()
    {
        var id = AnyId();
        var expected = _model.Find(id);
        var cancelled = await Store.CancelAsync(id);
        Assert.Equal(expected is { IsLive: true }, cancelled is not null);
        if (cancelled is not null)
            _model.End(id, reminder => reminder with { State = ReminderState.Cancelled });
        await Comparison.CheckAsync(id);
    }

    private Task UpdateAsync()
    {
        var text = $"text {_random.Next()}";
        var dueAt = _random.Next(2) == 0 ? Now.Plus(_random.Next(-2_000, 7_200_000)) : (Instant?)null;
        return ChangeAsync(before =>
        {
            var content = before.Content.Clone();
            content.Notification.Text = text;
            var after = before with { Content = content, Generation = before.Generation + 1, Attempt = 0, BrokenStreams = 0, LastError = null };
            return dueAt is { } due && content.Schedule.At is not null
                ? after with { DueAt = due, VisibleAt = due, Occurrence = 1 }
                : after;
        });
    }

    private async Task ChangeAsync(Func<StoredReminder, StoredReminder?> change)
    {
        var id = AnyId();
        var expected = _model.Find(id) is { IsLive: true } live ? change(live.Reminder) : null;
        var before = Now;
        var changed = await Store.ChangeAsync(id, (reminder, _) => change(reminder));
        Assert.Equal(expected is null, changed?.After is null);
        if (expected is not null)
            _model.Change(id, _ => expected with { VisibleAt = expected.PauseCauses == PauseCauses.None ? expected.VisibleAt : null });
        await Comparison.CheckAsync(id, expected is null ? null : before);
    }

    private async Task RetryAsync()
    {
        var failed = _model.All.Where(entry => entry.Reminder.State == ReminderState.Failed).Select(entry => entry.Reminder.Id).ToList();
        var id = failed.Count > 0 && _random.Next(4) > 0 ? failed[_random.Next(failed.Count)] : AnyId();
        var isFailed = _model.Find(id)?.Reminder.State == ReminderState.Failed;
        var before = Now;
        Assert.Equal(isFailed, await Store.RetryAsync(id) is not null);
        if (isFailed)
        {
            _model.Change(id, reminder => reminder with
            {
                State = ReminderState.Scheduled,
                Generation = reminder.Generation + 1,
                Attempt = 0,
                MessageId = null,
                VisibleAt = default(Instant),
            });
        }

        await Comparison.CheckAsync(id, isFailed ? before : null);
    }

    private async Task ResumeRecipientAsync()
    {
        var recipient = _random.Next(2) == 0
            ? new Recipient { UserId = $"user-{_random.Next(6)}" }
            : new Recipient { ConversationId = $"conversation-{_random.Next(3)}" };
        var before = Now;
        var resumption = await Store.ResumeRecipientAsync(recipient, limit: 10_000);
        var resumed = _model.ResumeRecipient(recipient);
        Assert.Equal(resumed.Count, resumption.Count);
        foreach (var id in resumed)
            await Comparison.CheckAsync(id, before);
    }

    private async Task ForgetRecipientAsync()
    {
        var user = $"user-{_random.Next(6)}";
        var forgotten = _model.Forget(user);
        Assert.Equal(forgotten.Count, await Store.ForgetRecipientAsync(new Recipient { UserId = user }, limit: 10_000));
        foreach (var id in forgotten)
            Assert.Null(await Store.GetAsync(id, CancellationToken.None));
    }

    private async Task MakeVisibleAsync()
    {
        var waiting = _model.All.Where(entry => entry.Reminder.VisibleAt > Now).ToList();
        if (waiting.Count == 0)
            return;
        var id = waiting[_random.Next(waiting.Count)].Reminder.Id;
        var visibleAt = Now.Plus(-1);
        await harness.SetVisibleAsync(id, visibleAt);
        _model.SetVisible(id, visibleAt);
    }

    private async Task ScanAsync()
    {
        var live = _model.All.Where(entry => entry.IsLive).ToList();
        if (live.Count == 0)
            return;
        var shard = live[_random.Next(live.Count)].Reminder.Shard;
        // Rounded down: a store does not read beyond its own clock.
        var now = Instant.Floor(harness.Clock.GetUtcNow());
        var page = await _session.ScanAsync(shard, ScanPosition.Start, now, limit: 10_000, CancellationToken.None);

        var expected = live.Select(entry => entry.Reminder).Where(reminder => reminder.Shard == shard && reminder.VisibleAt <= now)
            .OrderBy(reminder => reminder.VisibleAt).ThenBy(reminder => ReminderId.Format(reminder.Id), StringComparer.Ordinal)
            .Select(reminder => (reminder.Id, reminder.Occurrence, reminder.Revision));
        Assert.Equal(expected, page.Reminders.Select(due => (due.Key.Id, due.Key.Occurrence, due.Key.Revision)));
        _inFlight.AddRange(page.Reminders.Where(due => _inFlight.TrueForAll(other => other.Key != due.Key)));
    }

    private async Task SettleAsync()
    {
        if (_inFlight.Count == 0)
            return;
        var batch = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => _inFlight[_random.Next(_inFlight.Count)]).Distinct()
            .GroupBy(due => Shard.WriterOf(due.Shard, harness.Store.Sessions.Writers)).First().ToList();
        _inFlight.RemoveAll(batch.Contains);
        var before = Now;
        var settlements = batch.ConvertAll(due => _rules.Settle(due, RandomOutcomes.Next(_random), before));
        var matched = (await _session.SettleAsync(settlements)).Select(settled => settled == Settled.Written).ToArray();

        Assert.Equal(_model.Settle(settlements), matched);
        foreach (var id in batch.Where((_, i) => matched[i]).Select(due => due.Key.Id).Concat(_model.Touched).Distinct())
            await Comparison.CheckAsync(id, before);
    }

    private async Task OpenSessionAsync() => _session = await harness.OwnEverythingAsync();

    /// <summary>Returns a random id: often of a reminder in flight, sometimes of one that does not exist.</summary>
    private Guid AnyId() => _random.Next(20) switch
    {
        < 9 when _inFlight.Count > 0 => _inFlight[_random.Next(_inFlight.Count)].Key.Id,
        < 19 when _model.All.Count > 0 => _model.All.ElementAt(_random.Next(_model.All.Count)).Reminder.Id,
        _ => Guid.CreateVersion7(),
    };
}
