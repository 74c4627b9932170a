using Google.Protobuf;
using Grpc.Core;
using Nudge.BotService.Memory;
using Nudge.BotService.Words;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Runs a person's command, and returns the answer.</summary>
internal sealed class CommandRunner(
    Reminding reminding, ListCommands list, Editing editing, Snoozing snoozing, SettingCommands settings, ForgetCommands forget, Questions questions, ILogger<CommandRunner> logger)
{
    /// <returns>The answer to show.</returns>
    public async Task<Answer> RunAsync(Command command, Language language, IncomingActivity activity, CancellationToken cancellationToken)
    {
        // Each reminder belongs to a person. Reminders without a user id could be listed by other people.
        if (activity.UserId is not { Length: > 0 } userId)
            return new Answer(language.Says.NoUser);

        try
        {
            return command switch
            {
                Command.Remind remind => await reminding.RemindAsync(remind.Request, activity, userId, cancellationToken),
                Command.Choose choose => await ChooseAsync(choose.Number, activity, userId, cancellationToken) ?? new Answer(language.Says.Help),
                Command.SetTimeZone zone => new Answer(await settings.SetTimeZoneAsync(zone.Name, language, userId)),
                Command.Settings change => new Answer(await settings.RunAsync(change.Change, language, activity, userId)),
                Command.Unmute unmute => new Answer(await settings.UnmuteAsync(unmute.Name, language, userId)),
                Command.Forget confirmed => new Answer(await forget.RunAsync(confirmed.Now, language, activity, userId, cancellationToken)),
                Command.List => await list.ListAsync(page: 0, activity, language, userId, cancellationToken),
                Command.OnListed listed => await list.ChangeAsync(listed, activity, language, userId, cancellationToken),
                Command.Edit edit => await list.EditAsync(edit, activity, language, userId, cancellationToken),
                Command.Snooze snooze => await snoozing.ByWordsAsync(snooze.Parts, activity, userId, language, cancellationToken),
                Command.Undo => new Answer(await list.UndoAsync(activity, language, userId, cancellationToken)),
                _ => new Answer(language.Says.Help),
            };
        }
        catch (RpcException failure)
        {
            return new Answer(failure.InWords(language.Says, logger));
        }
    }

    /// <returns>The answer to show; null when there is no such choice.</returns>
    private async Task<Answer?> ChooseAsync(int number, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        if (await questions.FindAsync(activity, userId) is not { } question || number < 1 || number > question.Choices.Count)
            return null;

        var choice = question.Choices[number - 1];
        var chosen = new Timing.Found(JsonParser.Default.Parse<Schedule>(choice.Schedule), choice.Rule);
        return question switch
        {
            { Reminder: null } => await reminding.ChooseAsync(question, chosen, activity, userId, cancellationToken),
            { Delivery: null } => await editing.ChooseAsync(question, chosen, activity, userId, cancellationToken),
            _ => await snoozing.ChooseAsync(question, chosen, activity, userId, cancellationToken),
        };
    }
}
