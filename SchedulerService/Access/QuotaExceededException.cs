using System.Globalization;
using Grpc.Core;
using Nudge.SchedulerService.Contract;
using Nudge.V1;

namespace Nudge.SchedulerService.Access;

/// <summary>The owner uses as much as it may.</summary>
internal sealed class QuotaExceededException : ReminderException
{
    /// <param name="quota">The name of the limit, for programs.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="message">What the owner has used up.</param>
    /// <param name="retryAfter">When another try may succeed.</param>
    public QuotaExceededException(string quota, long limit, string message, TimeSpan retryAfter)
        : base(StatusCode.ResourceExhausted, ErrorReason.QuotaExceeded, message)
    {
        Metadata["quota"] = quota;
        Metadata["limit"] = limit.ToString(CultureInfo.InvariantCulture);
        RetryAfter = retryAfter;
    }
}
