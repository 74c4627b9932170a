using Microsoft.Teams.Apps;
using Nudge.Client;
using Nudge.Teams;

namespace Nudge.BotService;

/// <summary>Sends the bot's answers to activities.</summary>
internal sealed class Replies(ProactiveApp app, DeliveryReceipts receipts)
{
    /// <summary>The longest wait of a reply for room in Teams' limits. A person waits for the reply.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends a message under a receipt. Teams repeats an activity that got no answer. A person waits for that answer, so an ambiguous send is
    /// repeated, even if the person may get it twice.
    /// </summary>
    /// <exception cref="NotDeliveredException">The message was not sent. Teams repeats the activity, and with it the turn.</exception>
    public async Task SendAsync(string name, ConversationReference conversation, Func<CancellationToken, Task<MessageActivityInput>> message)
    {
        var outcome = await receipts.SendOnceAsync(name, attempt: null, async (receipt, timeout) =>
            await app.SendOnce(conversation, await message(timeout), receipt, AnswerTimeout, timeout));
        if (outcome is not DeliveryOutcome.Delivered)
            throw new NotDeliveredException(outcome);
    }
}
