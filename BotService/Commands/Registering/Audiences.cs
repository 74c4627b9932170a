using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;

namespace Nudge.BotService.Commands;

/// <summary>Finds whom a request is for. Another person has to be in the conversation, and must not have muted the one who asks.</summary>
internal sealed class Audiences(ProactiveApp app, MutedSenders muted)
{
    /// <returns>The audience, or the answer that says why there is none.</returns>
    public async Task<(Audience? Audience, string Refusal)> FindAsync(Request request, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var says = request.Language.Says;
        var self = new Audience(userId, activity.Conversation.IsPersonal ? new ReminderDetails() : new ReminderDetails { UserId = userId, UserName = NameOf(activity.UserName) });
        switch (request.Whom)
        {
            case Whom.Everyone when !activity.Conversation.IsPersonal:
                return (new Audience("", new ReminderDetails { AskerId = userId, AskerName = NameOf(activity.UserName) }), "");
            case Whom.Person(var mention):
                var found = await app.FindUser(activity.Conversation, mention, cancellationToken);
                if (found is null)
                    return (null, Wording.Fill(says.NotHere, mention.Name));
                if (found == userId)
                    return (self, "");
                if (await muted.ContainsAsync(found, userId))
                    return (null, Wording.Fill(says.MutedYou, mention.Name));
                return (new Audience(found, new ReminderDetails { UserId = found, UserName = NameOf(mention.Name), AskerId = userId, AskerName = NameOf(activity.UserName) }), "");
            default:
                return (self, "");
        }
    }

    private static string? NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? null : Wording.Shorten(name);
}
