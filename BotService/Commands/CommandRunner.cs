using Grpc.Core;
using Nudge.BotService.Reminders;
using Nudge.BotService.Words;
using Nudge.Teams;

namespace Nudge.BotService.Commands;

/// <summary>Runs a person's command, and returns the answer.</summary>
internal sealed class CommandRunner(Reminding reminding, ListCommands list, SettingCommands settings, ILogger<CommandRunner> logger)
{
    /// <returns>The answer to show.</returns>
    public async Task<string> RunAsync(Command command, Language language, IncomingActivity activity, CancellationToken cancellationToken)
    {
        // Each reminder belongs to a person. Reminders without a user id could be listed by other people.
        if (activity.UserId is not { Length: > 0 } userId)
            return language.Says.NoUser;

        try
        {
            return command switch
            {
                Command.Remind remind => await reminding.RemindAsync(remind.Request, activity, userId, cancellationToken),
                Command.Choose choose => await reminding.ChooseAsync(choose.Number, activity, userId, cancellationToken) ?? language.Says.Help,
                Command.SetTimeZone zone => await settings.SetTimeZoneAsync(zone.Name, language, userId),
                Command.Settings change => await settings.RunAsync(change.Change, language, activity, userId),
                Command.List => await list.ListAsync(activity, language, userId, cancellationToken),
                Command.OnListed listed => await list.ChangeAsync(listed, activity, language, userId, cancellationToken),
                Command.Undo => await list.UndoAsync(activity, language, userId, cancellationToken),
                _ => language.Says.Help,
            };
        }
        catch (RpcException failure)
        {
            if (!SchedulerErrors.IsRefusal(failure))
                logger.SchedulerFailed(failure, failure.StatusCode);

            return SchedulerErrors.InWords(failure);
        }
    }
}
