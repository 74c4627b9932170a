using Nudge.V1;

namespace Nudge.Teams;

/// <summary>Records the conversations and users that the bot can reach, as activities show them.</summary>
internal sealed class Contacts(ConversationStore conversations, Roster roster, UnreachableRecipients unreachable)
{
    /// <summary>
    /// Records the conversation and the members of an activity, and resumes their reminders. After the bot was uninstalled, deletes the conversation.
    /// </summary>
    public async Task NoteAsync(IncomingActivity activity, CancellationToken cancellationToken)
    {
        if (activity.Kind == ActivityKind.Uninstalled)
        {
            await conversations.ForgetAsync(activity.Conversation.ConversationId);
            return;
        }

        await SuspectStrangersAsync(activity);
        await conversations.RememberAsync(activity.Conversation);
        if (!activity.Conversation.IsPersonal)
        {
            await roster.NoteAsync(activity.Conversation, activity.Members);
            await roster.ForgetAsync(activity.Left);
        }

        await unreachable.ReachableAgainAsync([.. RecipientsOf(activity.Conversation), .. RecipientsAmong(activity.Members)], cancellationToken);
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
        if (!await conversations.ContainsAsync(activity.Conversation.ConversationId))
            await unreachable.SuspectAsync(RecipientsOf(activity.Conversation));

        foreach (var member in activity.Members)
        {
            if (await roster.FindAsync(member.UserId) is null)
                await unreachable.SuspectAsync(RecipientsAmong([member]));
        }
    }
}
