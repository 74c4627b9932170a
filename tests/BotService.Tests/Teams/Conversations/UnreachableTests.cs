using System.Net;
using Grpc.Core;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Teams.Conversations;

/// <summary>Tests of recipients who were unreachable and are seen again.</summary>
public sealed class UnreachableTests(LocalRedisProcess redis) : BotTest(redis)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(61);

    [Fact]
    public async Task Activities_OfAnUnreachableUser_ResumeTheRemindersUntilAllPausesHaveSettled()
    {
        await UnreachableAsync(Chat.User);

        await Bot.TakeAsync(Chat.Said("hello"));
        await Bot.TakeAsync(Chat.Said("hello again"));
        Bot.Time.Advance(Settled);
        await Bot.TakeAsync(Chat.Said("and again"));
        await Bot.TakeAsync(Chat.Said("and again"));

        Assert.Equal([Chat.UserId, Chat.UserId, Chat.UserId], Bot.Scheduler.Resumed.Select(recipient => recipient.UserId));
    }

    [Fact]
    public async Task Activity_InAnUnreachableConversation_ResumesItsReminders()
    {
        await UnreachableAsync(Chat.Conversation);

        await Bot.TakeAsync(Chat.Said("hello"));

        Assert.Equal(new Recipient { ConversationId = Chat.Id }, Assert.Single(Bot.Scheduler.Resumed));
    }

    [Fact]
    public async Task Activity_OfAReachableUser_DoesNotCallTheScheduler()
    {
        await MeetAsync();

        await Bot.TakeAsync(Chat.Said("hello"));

        Assert.Empty(Bot.Scheduler.Resumed);
    }

    [Fact]
    public async Task Activity_AfterRedisLostItsData_ResumesTheReminders()
    {
        await UnreachableAsync(Chat.User);
        await Bot.Redis.ExecuteAsync("FLUSHALL");

        await Bot.TakeAsync(Chat.Said("hello"));

        Assert.Equal([new Recipient { ConversationId = Chat.Id }, new Recipient { UserId = Chat.UserId }], Bot.Scheduler.Resumed.OrderBy(recipient => recipient.UserId));
    }

    [Fact]
    public async Task Activity_ResumeFails_IsAnsweredAndResumesAtTheNextActivity()
    {
        await UnreachableAsync(Chat.User);
        Bot.Scheduler.FailNextResume(StatusCode.Internal);
        await Bot.TakeAsync(Chat.Said("hello"));
        Assert.Empty(Bot.Scheduler.Resumed);
        Assert.NotEmpty(Chat.Messages);

        await Bot.TakeAsync(Chat.Said("hello again"));

        Assert.Single(Bot.Scheduler.Resumed);
    }

    [Fact]
    public async Task Activity_InATeamAfterRedisLostItsData_ResumesEachRecipient()
    {
        var (one, two) = (new Chat(Bot.Teams, "channel"), new Chat(Bot.Teams, "channel") { UserId = "00000000-0000-0000-0000-0000000000bb" });

        foreach (var member in new[] { one, two })
            await Bot.TakeAsync(member.Said("hello"));

        Assert.Equal([one.Conversation, one.User, two.User], Bot.Scheduler.Resumed.Select(With).Distinct().OrderBy(recipient => recipient.UserId));

        Recipient With(Recipient recipient) => recipient.UserId.Length == 0 ? recipient : new Recipient { UserId = recipient.UserId, TenantId = one.Tenant };
    }

    /// <summary>Makes the user and the conversation known, so long ago that the bot no longer suspects that they were unreachable.</summary>
    private async Task MeetAsync()
    {
        await Bot.TakeAsync(Chat.Activity("typing", "typing", []));
        Bot.Time.Advance(Settled);
        await Bot.TakeAsync(Chat.Activity("typing", "typing", []));
        Bot.Scheduler.Resumed.Clear();
    }

    private async Task UnreachableAsync(Recipient recipient)
    {
        await MeetAsync();
        Bot.Teams.FailNext(HttpStatusCode.Forbidden);
        Assert.Equal(Outcome.RecipientUnreachable, (await Bot.DeliverAsync(Deliveries.Text("Stretch!", recipient))).OutcomeCase);
    }
}
