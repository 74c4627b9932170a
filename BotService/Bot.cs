using Nudge.BotService.Activities;
using Nudge.BotService.Channel;
using Nudge.BotService.Commands;
using Nudge.BotService.Conversations;
using Nudge.BotService.Reminders;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>Handles the activities that Teams posts to the bot.</summary>
internal sealed class Bot(
    App app,
    ServiceUrls serviceUrls,
    ConversationStore storage,
    Installations installations,
    Roster roster,
    DeliveryReceipts receipts,
    UnreachableRecipients unreachable,
    NotificationQueue notificationQueue,
    CommandRunner commands,
    ILogger<Bot> logger) : IActivityHandler
{
    /// <inheritdoc/>
    /// <exception cref="NotSentException">The bot's answer was not sent.</exception>
    public async Task OnActivityAsync(IncomingActivity activity, CancellationToken cancellationToken)
    {
        if (!serviceUrls.IsAllowed(activity.Conversation.ServiceUrl))
            throw new BadHttpRequestException("the activity's serviceUrl is not a Teams address", StatusCodes.Status403Forbidden);

        if (activity.Kind == ActivityKind.Uninstalled)
        {
            await storage.ForgetAsync(activity.Conversation.ConversationId);
            logger.Uninstalled(activity.Conversation.ConversationId);
            return;
        }

        await SuspectStrangersAsync(activity);
        await storage.RememberAsync(activity.Conversation);
        if (!activity.Conversation.IsPersonal)
        {
            await roster.NoteAsync(activity.Conversation, activity.Members);
            await roster.ForgetAsync(activity.Left);
        }

        await unreachable.TurnedUpAsync([.. RecipientsOf(activity.Conversation), .. RecipientsAmong(activity.Members)], cancellationToken);
        if (activity.Kind == ActivityKind.Installed)
            await OnInstallAsync(activity, cancellationToken);
        else if (activity.Kind == ActivityKind.Message)
            await OnMessageAsync(activity, cancellationToken);
    }

    // A conversation reaches itself and, when it is personal, its user. Members of a group chat or team are recipients too: the bot can open a chat.
    private static Recipient[] RecipientsOf(ConversationReference conversation) => conversation.UserId is { } userId
        ? [new() { ConversationId = conversation.ConversationId }, new() { UserId = userId }]
        : [new() { ConversationId = conversation.ConversationId }];

    private static IEnumerable<Recipient> RecipientsAmong(IEnumerable<Member> members) => members.Select(member => new Recipient { UserId = member.UserId });

    /// <summary>
    /// Notes unknown recipients as possibly unreachable. Recipients are unknown on first contact, and after Redis lost its data: the notes of
    /// unreachable recipients are then lost too.
    /// </summary>
    private async Task SuspectStrangersAsync(IncomingActivity activity)
    {
        if (!await storage.ContainsAsync(activity.Conversation.ConversationId))
            await unreachable.SuspectAsync(RecipientsOf(activity.Conversation));

        foreach (var member in activity.Members)
        {
            if (await roster.FindAsync(member.UserId) is null)
                await unreachable.SuspectAsync(RecipientsAmong([member]));
        }
    }

    private async Task OnInstallAsync(IncomingActivity activity, CancellationToken cancellationToken)
    {
        var conversation = activity.Conversation;
        if (await installations.BeginAsync(conversation.ConversationId, activity.Type, activity.RequestId) is not { } installation)
            return;

        await SendOnceAsync($"greeting:{installation}", conversation, _ => Task.FromResult("Hi! I am going to remind you to say something to me soon!"));

        var user = conversation.UserId is { } userId
            ? new Recipient { UserId = userId, TenantId = conversation.TenantId ?? "" }
            : conversation.ToRecipient();
        await notificationQueue.AddReminder(user, Notifications.SendProactive, 10_000, installation, cancellationToken: cancellationToken);

        if (await installations.CompleteAsync(conversation.ConversationId, installation))
            logger.Installed(conversation.ConversationId);
    }

    private Task OnMessageAsync(IncomingActivity activity, CancellationToken cancellationToken) =>
        SendOnceAsync($"answer:{activity.RequestId}", activity.Conversation, timeout =>
            commands.RunAsync(CommandParser.Parse(activity.Text), activity, timeout));

    /// <summary>
    /// Sends a text under a receipt. Teams repeats an activity that got no answer. A person waits for that answer, so an ambiguous send is
    /// repeated, even if the person may get it twice.
    /// </summary>
    private async Task SendOnceAsync(string name, ConversationReference conversation, Func<CancellationToken, Task<string>> text)
    {
        var outcome = await receipts.SendOnceAsync(name, attempt: null, async (receipt, timeout) =>
            await app.Send(conversation, await text(timeout), receipt, timeout, App.ReplyPatience));
        if (outcome is not DeliveryOutcome.Delivered)
            throw new NotSentException(outcome);
    }
}
