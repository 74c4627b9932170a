using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the lists of reminders.</summary>
public abstract class ListConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task List_EmptyStore_ReturnsNothing() => Assert.Empty(await IdsAsync());

    [Fact]
    public async Task List_LiveAndSettled_ReturnsEachOnceOrderedById()
    {
        var reminders = Sample.Many(6);
        await EndAsync(ReminderState.Failed, reminders[3]);
        await KeepAsync(reminders[5]);
        await EndAsync(ReminderState.Delivered, reminders[0]);
        await EndAsync(ReminderState.Cancelled, reminders[4]);
        await KeepAsync(reminders[1]);
        await EndAsync(ReminderState.Expired, reminders[2]);

        Assert.Equal(reminders.Select(reminder => reminder.Id), await IdsAsync());
    }

    [Fact]
    public async Task List_SeveralOwners_ReturnsOnlyTheOwnersReminders()
    {
        var mine = await KeepAsync(Sample.Reminder());
        var settled = await EndAsync(ReminderState.Delivered);
        var theirs = await KeepAsync(Sample.Reminder() with { Owner = "other" });

        Assert.Equal([mine.Id, settled.Id], await IdsAsync());
        Assert.Equal([theirs.Id], await IdsAsync(Sample.Everything with { Owner = "other" }));
        Assert.Empty(await IdsAsync(Sample.Everything with { Owner = "unknown" }));
    }

    [Theory]
    [InlineData("u", "", "", "0,1,4")]
    [InlineData("", "c", "", "1,2")]
    [InlineData("", "", "t", "3,4")]
    [InlineData("u", "c", "", "1")]
    [InlineData("u", "", "t", "4")]
    [InlineData("w", "c", "t", "")]
    public async Task List_Recipient_ReturnsRemindersEqualInEverySetField(string user, string conversation, string tenant, string expected)
    {
        StoredReminder[] reminders =
        [
            Sample.InConversation(null, "u"),
            Sample.InConversation("c", "u"),
            Sample.InConversation("c", ""),
            Sample.InConversation(null, "v", "t"),
            Sample.InConversation("d", "u", "t"),
        ];
        foreach (var reminder in reminders)
            await KeepAsync(reminder);
        await Store.CancelAsync(reminders[1].Id);
        await Store.CancelAsync(reminders[3].Id);

        var found = await IdsAsync(Sample.Everything with
        {
            Recipient = new Recipient { UserId = user, ConversationId = conversation, TenantId = tenant },
        });

        Assert.Equal(expected, string.Join(',', found.Select(id => Array.FindIndex(reminders, reminder => reminder.Id == id))));
    }

    [Theory]
    [InlineData(ReminderState.Scheduled)]
    [InlineData(ReminderState.Paused)]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Expired)]
    [InlineData(ReminderState.Cancelled)]
    public async Task List_State_ReturnsRemindersInIt(ReminderState state)
    {
        var byState = new Dictionary<ReminderState, Guid>
        {
            [ReminderState.Scheduled] = (await KeepAsync(Sample.Reminder())).Id,
            [ReminderState.Paused] = (await KeepAsync(Sample.Reminder())).Id,
        };
        await Store.ChangeAsync(byState[ReminderState.Paused], (before, _) => before with { PauseCauses = PauseCauses.User });
        foreach (var final in new[] { ReminderState.Delivered, ReminderState.Failed, ReminderState.Expired, ReminderState.Cancelled })
            byState[final] = (await EndAsync(final)).Id;

        var listed = Assert.Single(await Store.ListAsync(Sample.Everything with { States = new HashSet<ReminderState> { state } }, CancellationToken.None));

        Assert.Equal((byState[state], state), (listed.Id, listed.State));
    }

    [Fact]
    public async Task List_NoStates_ReturnsAll()
    {
        var live = await KeepAsync(Sample.Reminder());
        var settled = await EndAsync(ReminderState.Delivered);
        var failed = await EndAsync(ReminderState.Failed);

        Assert.Equal([live.Id, settled.Id, failed.Id], await IdsAsync(Sample.Everything with { States = new HashSet<ReminderState>() }));
    }

    [Theory]
    [InlineData("team", "blue")]
    [InlineData("a.b_c-d/e", "it's \"quoted\" \\ {}")]
    [InlineData("émoji", "👋🏽 世界")]
    [InlineData("empty", "")]
    [InlineData("null", "a\u0000b")]
    [InlineData("percent", "100% _of_ it")]
    public async Task List_Label_ReturnsRemindersWithIt(string name, string value)
    {
        var live = await KeepAsync(Sample.Labelled(name, value));
        var settled = await EndAsync(ReminderState.Delivered, Sample.Labelled(name, value));
        var dead = await EndAsync(ReminderState.Failed, Sample.Labelled(name, value));
        await KeepAsync(Sample.Labelled(name, value + "x"));
        await KeepAsync(Sample.Labelled(name + "x", value));
        await KeepAsync(Sample.Reminder());

        var found = await IdsAsync(Sample.Everything with { Labels = new Dictionary<string, string> { [name] = value } });

        Assert.Equal([live.Id, settled.Id, dead.Id], found);
        Assert.Equal(value, live.Content.Labels[name]);
    }

    [Fact]
    public async Task List_SeveralLabels_ReturnsRemindersWithAllOfThem()
    {
        var both = await KeepAsync(Sample.Reminder(with: content => content.Labels.Add(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["c"] = "3" })));
        await KeepAsync(Sample.Labelled("a", "1"));
        await KeepAsync(Sample.Labelled("b", "2"));

        Assert.Equal([both.Id], await IdsAsync(Sample.Everything with { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }));
    }

    [Fact]
    public async Task List_NoLabels_ReturnsAll()
    {
        var labelled = await KeepAsync(Sample.Labelled("a", "1"));
        var plain = await KeepAsync(Sample.Reminder());

        Assert.Equal([labelled.Id, plain.Id], await IdsAsync(Sample.Everything with { Labels = new Dictionary<string, string>() }));
    }

    [Fact]
    public async Task List_DueTimes_IncludesTheFirstInstantAndExcludesTheLast()
    {
        var start = Now + TimeSpan.FromHours(1);
        var reminders = Sample.Many(5, i => Sample.Reminder(dueAt: start.Plus(i)));
        foreach (var reminder in reminders)
            await KeepAsync(reminder);
        await Store.CancelAsync(reminders[2].Id);

        Assert.Equal([reminders[1].Id, reminders[2].Id], await IdsAsync(Sample.Everything with { DueFrom = start.Plus(1), DueBefore = start.Plus(3) }));
        Assert.Equal([reminders[3].Id, reminders[4].Id], await IdsAsync(Sample.Everything with { DueFrom = start.Plus(3) }));
        Assert.Equal([reminders[0].Id], await IdsAsync(Sample.Everything with { DueBefore = start.Plus(1) }));
    }

    [Fact]
    public async Task List_AllConditions_ReturnsRemindersThatMeetAll()
    {
        var due = Now + TimeSpan.FromHours(1);
        var wanted = await KeepAsync(Sample.Reminder("u", due, content => content.Labels["a"] = "1"));
        await KeepAsync(Sample.Reminder("v", due, content => content.Labels["a"] = "1"));
        await KeepAsync(Sample.Reminder("u", due.Plus(10), content => content.Labels["a"] = "1"));
        await KeepAsync(Sample.Reminder("u", due, content => content.Labels["a"] = "2"));

        var found = await IdsAsync(Sample.Live with
        {
            Recipient = new Recipient { UserId = "u" },
            Labels = new Dictionary<string, string> { ["a"] = "1" },
            DueFrom = due,
            DueBefore = due.Plus(1),
        });

        Assert.Equal([wanted.Id], found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task List_PageByPage_ReturnsEachOnce(int limit)
    {
        var reminders = Sample.Many(8);
        foreach (var (reminder, i) in reminders.Select((reminder, i) => (reminder, i)))
        {
            if (i % 3 == 0)
                await KeepAsync(reminder);
            else
                await EndAsync(i % 3 == 1 ? ReminderState.Delivered : ReminderState.Failed, reminder);
        }

        var all = new List<Guid>();
        IReadOnlyList<Guid> page;
        do
        {
            page = await IdsAsync(Sample.Everything with { After = all.LastOrDefault(), Limit = limit });
            Assert.True(page.Count <= limit);
            all.AddRange(page);
        }
        while (page.Count == limit);

        Assert.Equal(reminders.Select(reminder => reminder.Id), all);
    }

    [Fact]
    public async Task List_ChangesBetweenPages_NeitherRepeatsNorSkips()
    {
        var reminders = Sample.Many(6);
        foreach (var reminder in reminders)
            await KeepAsync(reminder);

        var first = await IdsAsync(Sample.Everything with { Limit = 2 });
        await Store.CancelAsync(reminders[0].Id);
        await Store.CancelAsync(reminders[3].Id);
        await EndAsync(ReminderState.Delivered, Sample.Reminder());
        var second = await IdsAsync(Sample.Everything with { Limit = 4, After = first[^1] });

        Assert.Equal(reminders.Take(2).Select(reminder => reminder.Id), first);
        Assert.Equal(reminders.Skip(2).Select(reminder => reminder.Id), second);
    }

    [Fact]
    public async Task ListOnWallClock_MixedReminders_ReturnsLiveOnesWithAWallClock()
    {
        var first = await KeepAsync(Sample.Reminder() with { Wall = 1_800_000_000_000 });
        await KeepAsync(Sample.Reminder());
        var settled = await KeepAsync(Sample.Reminder() with { Wall = 1_800_000_000_000 });
        await Store.CancelAsync(settled.Id);
        var second = await KeepAsync(Sample.Reminder() with { Wall = -5, Owner = "other" });

        Assert.Equal([first, second], await Store.ListOnWallClockAsync(Guid.Empty, 10, CancellationToken.None));
        Assert.Equal([first], await Store.ListOnWallClockAsync(Guid.Empty, 1, CancellationToken.None));
        Assert.Equal([second], await Store.ListOnWallClockAsync(first.Id, 10, CancellationToken.None));
    }

    [Fact]
    public async Task ListOnWallClock_WallTimeChanged_ReflectsTheChange()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        await Store.ChangeAsync(reminder.Id, (before, _) => before with { Wall = 1_800_000_000_000 });
        Assert.Equal(1_800_000_000_000, Assert.Single(await Store.ListOnWallClockAsync(Guid.Empty, 10, CancellationToken.None)).Wall);

        await Store.ChangeAsync(reminder.Id, (before, _) => before with { Wall = null });
        Assert.Empty(await Store.ListOnWallClockAsync(Guid.Empty, 10, CancellationToken.None));
    }
}
