using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// Decides what an outcome means for its reminder. Only a failure that the callback itself reports is an attempt. Broken streams, which may be the
/// fault of the reminder, are counted separately. Other interruptions cost no attempt.
/// </summary>
internal sealed class SettlementRules(Series series, int maxBrokenStreams, Random random)
{
    private static readonly TimeSpan BrokenStreamInitialBackoff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BrokenStreamMaxBackoff = TimeSpan.FromMinutes(1);

    /// <summary>Returns what to write for an outcome.</summary>
    public Settlement Settle(DueReminder reminder, Outcome outcome, Instant now)
    {
        var rules = DeliveryRules.Of(reminder.Content.DeliveryPolicy);
        return outcome switch
        {
            Outcome.Delivered delivered => End(
                new(reminder, now, ReminderState.Delivered, reminder.Attempt, MessageId: delivered.MessageId.Length == 0 ? null : delivered.MessageId)),
            Outcome.Rejected rejected => Fail(reminder, now, reminder.Attempt + 1, $"rejected: {rejected.Reason}"),
            Outcome.Expired => End(new(reminder, now, ReminderState.Expired, reminder.Attempt, "expired before it could be delivered")),
            Outcome.Missed { Instead: { } instead } => new Settlement.Skipped(reminder, now, instead),
            Outcome.Missed => new Settlement.Ended(reminder, now, ReminderState.Expired, reminder.Attempt, "missed; no further occurrences"),
            Outcome.Undeliverable fault => new Settlement.Ended(reminder, now, ReminderState.Failed, reminder.Attempt, fault.Reason),
            Outcome.RecipientUnreachable unreachable => new Settlement.Unreachable(
                reminder, now, reminder.Attempt + 1, $"recipient unreachable: {unreachable.Reason}"),
            Outcome.RetryLater later => Again(
                reminder, now, Instant.Max(now + (later.After ?? TimeSpan.Zero), now + Backoff.After(1, rules.InitialBackoff, rules.MaxBackoff, random)),
                $"retry later: {later.Reason}"),
            Outcome.Deferred deferred => Again(reminder, now, deferred.Until, "rate limited: waiting for a slot of its lane"),
            Outcome.NoAnswer => Again(
                reminder, now, now + Backoff.After(1, rules.InitialBackoff, rules.MaxBackoff, random), "the callback did not answer"),
            Outcome.Ambiguous ambiguous => SettleAmbiguous(reminder, rules, now, ambiguous),
            Outcome.StreamBroke broke => SettleBroken(reminder, now, broke),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
    }

    /// <summary>Settles an outcome that the store refuses: the occurrence fails and its error gives the reason.</summary>
    public Settlement.Ended Refuse(DueReminder reminder, Instant now, string reason) =>
        Fail(reminder, now, reminder.Attempt, $"the outcome cannot be stored: {reason}");

    private Settlement SettleAmbiguous(DueReminder reminder, DeliveryRules rules, Instant now, Outcome.Ambiguous outcome)
    {
        var attempt = reminder.Attempt + 1;
        if (rules.Ambiguous == AmbiguousPolicy.Drop)
            return Fail(reminder, now, attempt, $"dropped: {outcome.Reason}");
        if (attempt >= rules.MaxAttempts)
            return Fail(reminder, now, attempt, $"given up after {attempt} attempts: {outcome.Reason}");

        var wait = Backoff.After(attempt, rules.InitialBackoff, rules.MaxBackoff, random);
        return new Settlement.Again(reminder, now, now + wait, attempt, reminder.BrokenStreams, $"ambiguous: {outcome.Reason}");
    }

    private Settlement SettleBroken(DueReminder reminder, Instant now, Outcome.StreamBroke outcome)
    {
        var broken = reminder.BrokenStreams + 1;
        if (broken >= maxBrokenStreams)
            return Fail(reminder, now, reminder.Attempt, $"given up after {broken} broken streams: {outcome.Reason}");

        var wait = Backoff.After(broken, BrokenStreamInitialBackoff, BrokenStreamMaxBackoff, random);
        return new Settlement.Again(reminder, now, now + wait, reminder.Attempt, broken, $"the stream broke: {outcome.Reason}");
    }

    private static Settlement.Again Again(DueReminder reminder, Instant now, Instant visibleAt, string error) =>
        new(reminder, now, visibleAt, reminder.Attempt, reminder.BrokenStreams, error);

    private Settlement.Ended Fail(DueReminder reminder, Instant now, int attempt, string error) =>
        End(new(reminder, now, ReminderState.Failed, attempt, error) { Notice = FailureNotices.Of(reminder, now, error) });

    /// <summary>Ends an occurrence. A series continues whatever the outcome, unless its next occurrence cannot be computed.</summary>
    private Settlement.Ended End(Settlement.Ended ended)
    {
        try
        {
            return ended with { Next = series.After(ended.Reminder, ended.At) };
        }
        catch (ScheduleFaultException fault)
        {
            return ended with
            {
                State = ReminderState.Failed,
                Error = $"the occurrence ended as {ended.State.ToString().ToUpperInvariant()}, and the next one cannot be computed: {fault.Message}",
                Notice = ended.Notice ?? FailureNotices.Of(ended.Reminder, ended.At, fault.Message),
            };
        }
    }
}
