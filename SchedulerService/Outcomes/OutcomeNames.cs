using System.Diagnostics;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>The names of outcomes in spans and metrics.</summary>
internal static class OutcomeNames
{
    /// <summary>Returns the value of the attribute <c>nudge.outcome</c>.</summary>
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => "delivered",
        Outcome.RetryLater => "retry_later",
        Outcome.Deferred => "put_back",
        Outcome.Rejected => "rejected",
        Outcome.RecipientUnreachable => "recipient_unreachable",
        Outcome.Ambiguous => "ambiguous",
        Outcome.StreamBroke => "stream_broke",
        Outcome.NoAnswer => "no_answer",
        Outcome.Expired => "expired",
        Outcome.Missed => "missed",
        Outcome.Undeliverable => "undeliverable",
        _ => throw new UnreachableException(),
    };

    /// <summary>Returns whether the delivery failed, or may have failed. A delivery that waits has not failed.</summary>
    public static bool IsFailure(Outcome outcome) =>
        outcome is not (Outcome.Delivered or Outcome.RetryLater or Outcome.Deferred or Outcome.Expired or Outcome.Missed);
}
