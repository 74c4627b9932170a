using System.Net;
using Nudge.V1;

namespace Nudge.BotService.Tests;

public sealed class InstallationTests(LocalRedisProcess redis) : BotTest(redis)
{
    private const string Greeting = "Hi! I am going to remind you to say something to me soon!";

    [Fact]
    public async Task Install_WithAnEmptyUserId_IsGreeted()
    {
        var installed = Chat.Installed();
        installed["from"] = new { id = Chat.AccountId, aadObjectId = "", name = Chat.UserName };

        await Bot.TakeAsync(installed);

        Assert.Single(Chat.Messages);
    }

    [Fact]
    public async Task Install_Personal_GreetsAndRemindsTheUser()
    {
        await Bot.TakeAsync(Chat.Installed());

        Assert.Equal(Greeting, Assert.Single(Chat.Messages).Text);
        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal("bot", reminder.Target);
        Assert.Equal(Chat.User, reminder.Recipient);
        Assert.Equal("Notifications.SendProactive", reminder.Notification.Handler);
        Assert.Equal(TimeSpan.FromSeconds(10), reminder.Schedule.Delay.ToTimeSpan());
    }

    [Fact]
    public async Task Install_InAGroup_RemindsTheConversation()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Installed());

        Assert.Equal(Greeting, Assert.Single(group.Messages).Text);
        Assert.Equal(group.Id, Assert.Single(Bot.Scheduler.Reminders).Recipient.ConversationId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Install_AsTwoEventsInEitherOrder_GreetsOnce(bool installedFirst)
    {
        var (first, second) = installedFirst ? (Chat.Installed(), Chat.BotAdded()) : (Chat.BotAdded(), Chat.Installed());

        await Bot.TakeAsync(first);
        await Bot.TakeAsync(second);
        await Bot.TakeAsync(first);

        Assert.Single(Chat.Messages);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Install_AsTwoEventsAtOnceAndRepeated_GreetsOnce()
    {
        var greeting = Bot.Teams.HoldNext();
        var first = Bot.TakeAsync(Chat.Installed());
        await greeting.Entered.Task;
        Task[] others = [Bot.TakeAsync(Chat.BotAdded()), Bot.TakeAsync(Chat.Installed()), Bot.TakeAsync(Chat.BotAdded())];

        greeting.Open.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Single(Chat.Messages);
        Assert.Equal(1, Bot.Teams.Requests);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Install_GreetingFails_RepetitionGreetsAndReminds()
    {
        Bot.Errors.Expect("NotDeliveredException");
        Bot.Teams.FailNext(HttpStatusCode.InternalServerError);

        using var failed = await Bot.PostAsync(Chat.Installed());
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Empty(Chat.Messages);
        Assert.Empty(Bot.Scheduler.Reminders);

        await Bot.TakeAsync(Chat.Installed());
        Assert.Single(Chat.Messages);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Install_SchedulerRefuses_RepetitionRemindsAndDoesNotGreetAgain()
    {
        Bot.Errors.Expect("RpcException");
        Bot.Scheduler.FailNext(Grpc.Core.StatusCode.Internal);

        using var failed = await Bot.PostAsync(Chat.Installed());
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Empty(Bot.Scheduler.Reminders);

        await Bot.TakeAsync(Chat.BotAdded());
        Assert.Single(Chat.Messages);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Install_SchedulerUnavailableForAMoment_IsRetried()
    {
        Bot.Scheduler.FailNext(Grpc.Core.StatusCode.Unavailable);

        await Bot.TakeAsync(Chat.Installed());

        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Uninstall_Always_ForgetsTheConversation()
    {
        await Bot.TakeAsync(Chat.Installed());
        await Bot.TakeAsync(Chat.Uninstalled());

        var byUser = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));
        var byConversation = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.Conversation));

        Assert.Equal(DeliveryResult.OutcomeOneofCase.RecipientUnreachable, byUser.OutcomeCase);
        Assert.Equal(DeliveryResult.OutcomeOneofCase.RecipientUnreachable, byConversation.OutcomeCase);
        Assert.Equal(1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Reinstall_AfterUninstall_GreetsAndRemindsAgain()
    {
        await Bot.TakeAsync(Chat.Installed("first"));
        await Bot.TakeAsync(Chat.Uninstalled());
        await Bot.TakeAsync(Chat.Installed("second"));
        await Bot.TakeAsync(Chat.BotAdded("second, too"));

        Assert.Equal([Greeting, Greeting], Chat.Messages.Select(message => message.Text));
        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task Reinstall_BotMissedTheUninstall_GreetsAndRemindsAgain()
    {
        await Bot.TakeAsync(Chat.Installed("first"));
        await Bot.TakeAsync(Chat.BotAdded("first, too"));
        await Bot.TakeAsync(Chat.BotAdded("second"));
        await Bot.TakeAsync(Chat.Installed("second, too"));
        await Bot.TakeAsync(Chat.Installed("second, too"));

        Assert.Equal([Greeting, Greeting], Chat.Messages.Select(message => message.Text));
        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task Upgrade_RemovesAndAdds_GreetsAgain()
    {
        await Bot.TakeAsync(Chat.Installed("first"));
        await Bot.TakeAsync(Chat.Upgraded("remove-upgrade", "removed"));
        Assert.Equal(DeliveryResult.OutcomeOneofCase.RecipientUnreachable, (await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.Conversation))).OutcomeCase);

        await Bot.TakeAsync(Chat.Upgraded("add-upgrade", "added"));

        Assert.Equal([Greeting, Greeting], Chat.Messages.Select(message => message.Text));
    }
}
