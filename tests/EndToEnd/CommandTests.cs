using Nudge.EndToEnd.Host;

namespace Nudge.EndToEnd;

/// <summary>Tests that each command is answered in a personal chat.</summary>
public sealed class CommandTests(EmbeddedNudge nudge) : NudgeTests(nudge), IClassFixture<EmbeddedNudge>
{
    [Fact]
    public async Task Commands_Typed_AreAnswered()
    {
        await AskAsync("help", "Try ");
        await AskAsync("timezone Europe/Berlin", "Your time zone is Europe/Berlin. It is ");
        await AskAsync("settings", "Your time zone: Europe/Berlin");
        await AskAsync("settings evening 20:00", "Changed. ");
        await AskAsync("remind me on december 31, 2032 in the evening to dance until late", "I'll remind you on Friday, December 31, 2032 at 20:00");
        await AskAsync("list", "1. dance until late\nFriday, December 31, 2032 at 20:00");
        await AskAsync("edit 1 at 21:15", "I'll remind you on Friday, December 31, 2032 at 21:15");
        await AskAsync("pause 1", "Paused: dance until late");
        await AskAsync("resume 1", "Resumed: dance until late, next on Friday, December 31, 2032 at 21:15");
        await AskAsync("cancel", "1. dance until late");
        await AskAsync("cancel 1", "Cancelled: dance until late");
        await AskAsync("remind me tomorrow at 3 to sing", "Do you mean 1) ");
        await AskAsync("2", "I'll remind you on ");
        await AskAsync("undo", "Cancelled: sing");
        await AskAsync("unmute Bob", "You have not muted Bob.");
        await AskAsync("snooze 20 minutes", "There is nothing to snooze");
        await AskAsync("remind me in 1 second to stand up", "I'll remind you in 1 second");
        await Playground.UntilAsync("stand up", since: 0);
        await AskAsync("snooze 20 minutes", "Snoozed until ");
        await AskAsync("remind me to do something", "When?");
        await AskAsync("list", "1. stand up");
        await AskAsync("cancel 1", "Cancelled: stand up");
    }

    private async Task AskAsync(string command, string answer)
    {
        var since = Playground.Mark;
        await Playground.SayAsync(command);
        await Playground.UntilAsync($"\"{answer}\" to \"{command}\"", text => text.StartsWith(answer, StringComparison.Ordinal), since);
    }
}
