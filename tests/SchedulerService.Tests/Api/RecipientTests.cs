using Grpc.Core;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>Requests and outcomes that concern all reminders of a recipient.</summary>
public sealed class RecipientTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task RecipientUnreachable_RemindersOfTheSameConversation_ArePausedUntilResumeRecipient()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        bot.Answer = delivery => new() { Id = delivery.Id, RecipientUnreachable = new() { Reason = "uninstalled" } };
        async Task<string> CreateAsync(TimeSpan delay, string user, string conversation = "") =>
            (await scheduler.Client.CreateAsync(Requests.In(delay, user: user).With(reminder => reminder.Recipient.ConversationId = conversation))).Reminder.Id;
        var later = await CreateAsync(Hour, "ann");
        var elsewhere = await CreateAsync(Hour, "ann", "channel");
        var other = await CreateAsync(Hour, "bob");
        var alsoPausedByUser = await CreateAsync(Hour, "ann");
        await scheduler.Client.PauseAsync(new PauseRequest { Id = alsoPausedByUser });

        var due = await CreateAsync(TimeSpan.Zero, "ann");
        await scheduler.AwaitAsync(due, ReminderState.Paused);

        var states = (await scheduler.EverythingAsync()).ToDictionary(reminder => reminder.Id);
        Assert.Equal(ReminderState.Paused, states[later].State);
        Assert.Equal([PauseCause.User, PauseCause.Recipient], states[alsoPausedByUser].PauseCauses);
        Assert.Equal((ReminderState.Scheduled, ReminderState.Scheduled), (states[elsewhere].State, states[other].State));
        Assert.Equal((1, 0), (states[due].Attempt, states[later].Attempt));

        bot.Answer = FakeBot.Delivered;
        var resumed = await scheduler.Client.ResumeRecipientAsync(new() { Recipient = new Recipient { UserId = "ann" } });
        var delivered = await scheduler.AwaitAsync(due, ReminderState.Delivered);

        Assert.Equal(3, resumed.Resumed);
        Assert.Equal(0, delivered.Attempt);
        states = (await scheduler.EverythingAsync()).ToDictionary(reminder => reminder.Id);
        Assert.Equal(ReminderState.Scheduled, states[later].State);
        Assert.Equal([PauseCause.User], states[alsoPausedByUser].PauseCauses);
        Assert.Single(bot.All.Select(received => received.Delivery.Id).Distinct());
    }

    [Fact]
    public async Task ForgetRecipient_LiveAndSettledReminders_AreErased()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var settled = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero, user: "ann"))).Reminder.Id;
        await scheduler.AwaitAsync(settled, ReminderState.Delivered);
        await scheduler.Client.CreateAsync(Requests.In(Hour, user: "ann").WithId("ann-1"));
        var other = (await scheduler.Client.CreateAsync(Requests.In(Hour, user: "bob"))).Reminder.Id;

        var forgotten = await scheduler.Client.ForgetRecipientAsync(new() { Recipient = new Recipient { UserId = "ann" } });

        Assert.Equal(2, forgotten.Forgotten);
        Assert.Equal(other, Assert.Single(await scheduler.EverythingAsync()).Id);
        Assert.False((await scheduler.Client.CreateAsync(Requests.In(Hour, user: "ann").WithId("ann-1"))).AlreadyExisted);
    }

    [Fact]
    public async Task Requests_WithoutARecipient_NameTheFields()
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var resume = await Refusal.OfAsync(scheduler.Client.ResumeRecipientAsync(new() { Recipient = new Recipient { TenantId = "t" } }));
        var forget = await Refusal.OfAsync(scheduler.Client.ForgetRecipientAsync(new() { Recipient = new Recipient { ConversationId = "c" } }));

        Assert.Equal((StatusCode.InvalidArgument, "recipient"), (resume.Code, Assert.Single(resume.Fields)));
        Assert.Equal(["recipient.user_id", "recipient.conversation_id"], forget.Fields);
    }
}
