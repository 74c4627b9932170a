using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the creation of reminders.</summary>
public abstract class CreateConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Create_EveryFieldSet_StoresEveryField()
    {
        var reminder = Sample.Reminder(with: content =>
        {
            content.Target = "other";
            content.Lane = "lane";
            content.Recipient = new Recipient { UserId = "u", ConversationId = "19:c;messageid=1", TenantId = "t" };
            content.Schedule = new Schedule
            {
                Recurrence = new RecurrenceSchedule { Rule = "FREQ=DAILY", Start = "2027-01-31T09:00:00", TimeZone = "Europe/Berlin" },
                Count = 3,
            };
            content.Notification = new Notification { Handler = "Notifications.SendCard", Text = "Stretch", Data = Sample.Data("title", "Break") };
            content.DeliveryPolicy = new DeliveryPolicy { MaxAttempts = 7, InitialBackoff = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) };
            content.CatchUpPolicy = CatchUpPolicy.All;
            content.Labels["team"] = "blue";
        }) with
        {
            Shard = 63,
            Wall = 1_800_000_000_123,
            Occurrence = 4,
            Generation = 2,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };

        var kept = await KeepAsync(reminder);

        Assert.Equal(reminder with { VisibleAt = reminder.DueAt }, kept);
    }

    [Fact]
    public async Task Create_RequiredFieldsOnly_StoresDefaults()
    {
        var kept = await KeepAsync(Sample.Reminder());

        Assert.Equal(ReminderState.Scheduled, kept.State);
        Assert.Equal(PauseCauses.None, kept.PauseCauses);
        Assert.Equal((1L, 1, 0, 0, 1L), (kept.Occurrence, kept.Generation, kept.Attempt, kept.BrokenStreams, kept.Revision));
        Assert.Null(kept.Wall);
        Assert.Null(kept.LastError);
        Assert.Null(kept.SettledAt);
        Assert.Null(kept.MessageId);
        Assert.Null(kept.TraceParent);
        Assert.Equal(kept.CreatedAt, kept.UpdatedAt);
    }

    [Theory]
    [InlineData("会", 800)]
    [InlineData("⏰", 800)]
    [InlineData("🔔", 400)]
    public async Task Create_ConversationIdAtItsLimit_IsStored(string character, int count)
    {
        var id = string.Concat(Enumerable.Repeat(character, count));

        var kept = await KeepAsync(Sample.Reminder(with: content => content.Recipient = new Recipient { ConversationId = id }));

        Assert.Equal(id, kept.Content.Recipient.ConversationId);
    }

    [Fact]
    public async Task Create_NewReminder_ReturnsIt()
    {
        var reminder = Sample.Reminder();

        var created = Assert.IsType<Creation.Created>(await Store.CreateAsync(reminder, request: null));

        Assert.Equal(reminder.Id, created.Reminder.Id);
    }

    [Theory]
    [InlineData("Grüße, 世界 👋🏽")]
    [InlineData("a \u0000 within")]
    [InlineData("'); drop table reminder; --")]
    [InlineData(" \t\r\n ")]
    public async Task Create_AnyText_IsStoredUnchanged(string text)
    {
        var reminder = Sample.Reminder(with: content => content.Notification.Text = text);

        Assert.Equal(text, (await KeepAsync(reminder)).Content.Notification.Text);
    }

    [Fact]
    public async Task Create_LongestTextAndData_AreStored()
    {
        var text = new string('x', 40 * 1024 - 1) + "é";
        var data = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{i * 7919 % 10_000:D4} \u4E16"));
        var reminder = Sample.Reminder(with: content => content.Notification = new Notification { Text = text, Data = Sample.Data("long", data) });

        var kept = await KeepAsync(reminder);

        Assert.Equal(text, kept.Content.Notification.Text);
        Assert.Equal(data, kept.Content.Notification.Data.Fields["long"].StringValue);
    }

    [Theory]
    [InlineData("u", "", "")]
    [InlineData("", "c", "")]
    [InlineData("u", "c", "")]
    [InlineData("u", "c", "t")]
    public async Task Create_PartOfTheRecipientSet_StoresThatPart(string user, string conversation, string tenant)
    {
        var recipient = new Recipient { UserId = user, ConversationId = conversation, TenantId = tenant };

        Assert.Equal(recipient, (await KeepAsync(Sample.Reminder(with: content => content.Recipient = recipient))).Content.Recipient);
    }

    [Fact]
    public async Task Create_DueLater_IsVisibleWhenDue()
    {
        var kept = await KeepAsync(Sample.Reminder(dueAt: Now + TimeSpan.FromMinutes(1)));

        Assert.Equal(kept.DueAt, kept.VisibleAt);
    }

    [Fact]
    public async Task Create_DueInThePast_IsVisibleFromTheWriteOn()
    {
        var before = Now;
        var kept = await KeepAsync(Sample.Reminder(dueAt: before - TimeSpan.FromMinutes(1)));

        Assert.Equal(before - TimeSpan.FromMinutes(1), kept.DueAt);
        AssertWritten(since: before, kept.VisibleAt!.Value);
    }

    [Fact]
    public async Task Create_ManyConcurrently_StoresEach()
    {
        var reminders = Sample.Many(300, i => Sample.Reminder(user: $"user-{i}") with { Shard = i % 64 });

        var creations = await Task.WhenAll(reminders.Select(reminder => Store.CreateAsync(reminder, request: null)));

        Assert.All(creations, creation => Assert.IsType<Creation.Created>(creation));
        Assert.Equal(reminders.Select(reminder => reminder.Id), await IdsAsync());
    }

    [Fact]
    public async Task Create_IdExistsAlready_FailsAlone()
    {
        var first = await KeepAsync(Sample.Reminder());
        var others = Sample.Many(40);

        var failing = Store.CreateAsync(Sample.Reminder() with { Id = first.Id }, request: null);
        var creations = others.Select(reminder => Store.CreateAsync(reminder, request: null)).ToList();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        await Task.WhenAll(creations);
        Assert.Equal(41, (await IdsAsync()).Count);
        Assert.Equal(first, await FindAsync(first.Id));
    }
}
