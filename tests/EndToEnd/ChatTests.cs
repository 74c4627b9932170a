using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>The base of the tests that ask for reminders in a personal chat.</summary>
public abstract class ChatTests(NudgeFixture nudge) : NudgeTests(nudge)
{
    /// <summary>Asks for a reminder.</summary>
    /// <returns>The message that confirms it.</returns>
    private protected Task<PlaygroundMessage> AskAsync(string request, string text) =>
        SayAsync(request, answer => answer.StartsWith("I'll remind you ", StringComparison.Ordinal) && answer.Split('\n')[0].EndsWith($": {text}", StringComparison.Ordinal));

    private protected async Task<PlaygroundMessage> SayAsync(string said, Func<string, bool> isAnswer)
    {
        var since = Playground.Mark;
        await Playground.SayAsync(said);
        return await Playground.UntilAsync($"answer to \"{said}\"", isAnswer, since);
    }

    /// <summary>Lets a reminder come.</summary>
    private protected async Task<PlaygroundMessage> TellAsync(string text)
    {
        var since = Playground.Mark;
        await Playground.SayAsync($"remind me in 1 second to {text}");
        return await Playground.UntilAsync(text, since);
    }

    private protected async Task<PlaygroundMessage> DeliverAsync(Reminder reminder)
    {
        var since = Playground.Mark;
        await Scheduler.DeliverNowAsync(new DeliverNowRequest { Id = reminder.Id });
        return await Playground.UntilAsync(reminder.Notification.Text, since);
    }

    private protected async Task<IReadOnlyList<Reminder>> FindAsync(string text) =>
        [.. (await Scheduler.ListAsync(new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = Playground.UserId } } })).Reminders
            .Where(reminder => reminder.Notification.Text == text)];
}
