using Grpc.Core;
using Nudge.BotService.Reminders;
using Nudge.BotService.Words;

namespace Nudge.BotService.Commands;

internal static class Failures
{
    /// <summary>Says a failed call to the scheduler in words for a person. Logs it unless the scheduler refused the request.</summary>
    public static string InWords(this RpcException failure, Sayings says, ILogger logger)
    {
        if (!SchedulerErrors.IsRefusal(failure))
            logger.SchedulerFailed(failure, failure.StatusCode);
        return SchedulerErrors.InWords(failure, says);
    }
}
