using System.Text.Json.Nodes;
using Microsoft.Teams.Apps;
using Nudge.BotService.Commands;
using Nudge.BotService.Memory;
using Nudge.BotService.Reminders;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>Greets and reminds new users, and answers their messages.</summary>
internal sealed class Bot(Installations installations, Replies replies, NotificationQueue notificationQueue, CommandRunner commands, CardCommands cards, MessageActions messageActions, ILogger<Bot> logger)
    : IActivityHandler
{
    private static readonly TimeSpan ProactiveDelay = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    /// <exception cref="NotDeliveredException">The bot's answer was not sent.</exception>
    public async Task OnActivityAsync(IncomingActivity activity, CancellationToken cancellationToken)
    {
        var conversation = activity.Conversation;
        switch (activity.Kind)
        {
            case ActivityKind.Installed:
                await OnInstallAsync(activity, cancellationToken);
                break;
            case ActivityKind.Uninstalled:
                await installations.ForgetAsync(conversation.ConversationId);
                logger.Uninstalled(conversation.ConversationId);
                break;
            case ActivityKind.Message:
                var language = Language.Of(conversation.Locale);
                await replies.SendAsync($"answer:{activity.RequestId}", conversation,
                    async timeout => (await commands.RunAsync(CommandParser.Parse(activity.Text, language, activity.Mentions), language, activity, timeout)).ToMessage());
                break;
        }
    }

    /// <inheritdoc/>
    public Task<CardAnswer?> OnCardActionAsync(CardAction action, CancellationToken cancellationToken) =>
        cards.RunAsync(action, Language.Of(action.Activity.Conversation.Locale), cancellationToken);

    /// <inheritdoc/>
    public Task<JsonObject?> OnInvokeAsync(Invoke invoke, CancellationToken cancellationToken) =>
        messageActions.RunAsync(invoke, Language.Of(invoke.Activity.Conversation.Locale), cancellationToken);

    private async Task OnInstallAsync(IncomingActivity activity, CancellationToken cancellationToken)
    {
        var conversation = activity.Conversation;
        if (await installations.BeginAsync(conversation.ConversationId, activity.Type, activity.RequestId) is not { } installation)
            return;

        await replies.SendAsync($"greeting:{installation}", conversation, _ => Task.FromResult(new MessageActivityInput().WithText(Language.Of(conversation.Locale).Says.Greeting)));

        var user = conversation.UserId is { } userId
            ? new Recipient { UserId = userId, TenantId = conversation.TenantId ?? "" }
            : conversation.ToRecipient();
        await notificationQueue.AddReminder(user, Notifications.SendProactive, Schedules.After(ProactiveDelay), new ReminderOptions { RequestId = installation }, cancellationToken);

        if (await installations.CompleteAsync(conversation.ConversationId, installation))
            logger.Installed(conversation.ConversationId);
    }
}
