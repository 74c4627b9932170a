using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// What an outcome means for its reminder. Only a failure that the callback itself reported is an attempt; what is nobody's fault costs
/// none, and what may be the reminder's own fault (a stream that breaks under it) is counted apart.
/// </summary>
internal sealed class SettlementRules(Series series, int maxBrokenStreams, Random random)
{
    private const long BrokenStreamInitialBackoff = 250;
    private const long BrokenStreamMaxBackoff = 60_000;

    public Settlement Settle(DueReminder reminder, Outcome outcome, long now)
    {
        var rules = DeliveryRules.Of(reminder.Content.DeliveryPolicy);
        return outcome switch
        {
            Outcome.Delivered delivered => End(
                new(reminder, now, ReminderState.Delivered, reminder.Attempt, MessageId: delivered.MessageId.Length == 0 ? null : delivered.MessageId)),
            Outcome.Rejected rejected => Fail(reminder, now, reminder.Attempt + 1, $"rejected: {rejected.Reason}"),
            Outcome.Expired => End(new(reminder, now, ReminderState.Expired, reminder.Attempt, "it could not be delivered before it expired")),
            Outcome.Missed { Instead: { } instead } => new Settlement.PassedOver(reminder, now, instead),
            Outcome.Missed => new Settlement.Ended(reminder, now, ReminderState.Expired, reminder.Attempt, "it was missed, and nothing follows"),
            Outcome.Undeliverable fault => new Settlement.Ended(reminder, now, ReminderState.Failed, reminder.Attempt, fault.Reason),
            Outcome.RecipientUnreachable unreachable => new Settlement.Unreachable(
                reminder, now, reminder.Attempt + 1, $"recipient unreachable: {unreachable.Reason}"),
            Outcome.RetryLater later => Again(
                reminder, now, Math.Max(later.After ?? 0, Backoff.After(1, rules.InitialBackoff, rules.MaxBackoff, random)), $"retry later: {later.Reason}"),
            Outcome.PutBack putBack => Again(reminder, now, putBack.Until - now, "its turn in its lane is still to come"),
            Outcome.NoAnswer => Again(
                reminder, now, Backoff.After(1, rules.InitialBackoff, rules.MaxBackoff, random), "the callback did not answer"),
            Outcome.Ambiguous ambiguous => SettleAmbiguous(reminder, rules, now, ambiguous),
            Outcome.StreamBroke broke => SettleBroken(reminder, now, broke),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
    }

    /// <summary>Settles an outcome that the store refuses to keep: the occurrence fails, and says why.</summary>
    public Settlement.Ended Refuse(DueReminder reminder, long now, string reason) => Fail(reminder, now, reminder.Attempt, $"its outcome cannot be kept: {reason}");

    private Settlement SettleAmbiguous(DueReminder reminder, DeliveryRules rules, long now, Outcome.Ambiguous outcome)
    {
        var attempt = reminder.Attempt + 1;
        if (rules.Ambiguous == AmbiguousPolicy.Drop)
            return Fail(reminder, now, attempt, $"dropped: {outcome.Reason}");
        if (attempt >= rules.MaxAttempts)
            return Fail(reminder, now, attempt, $"given up after {attempt} attempts: {outcome.Reason}");

        var wait = Backoff.After(attempt, rules.InitialBackoff, rules.MaxBackoff, random);
        return new Settlement.Again(reminder, now, now + wait, attempt, reminder.BrokenStreams, $"ambiguous: {outcome.Reason}");
    }

    private Settlement SettleBroken(DueReminder reminder, long now, Outcome.StreamBroke outcome)
    {
        var broken = reminder.BrokenStreams + 1;
        if (broken >= maxBrokenStreams)
            return Fail(reminder, now, reminder.Attempt, $"given up after {broken} streams broke under it: {outcome.Reason}");

        var wait = Backoff.After(broken, BrokenStreamInitialBackoff, BrokenStreamMaxBackoff, random);
        return new Settlement.Again(reminder, now, now + wait, reminder.Attempt, broken, $"the stream broke: {outcome.Reason}");
    }

    private static Settlement.Again Again(DueReminder reminder, long now, long wait, string error) =>
        new(reminder, now, now + wait, reminder.Attempt, reminder.BrokenStreams, error);

    private Settlement.Ended Fail(DueReminder reminder, long now, int attempt, string error) =>
        End(new(reminder, now, ReminderState.Failed, attempt, error) { Notice = FailureNotices.Of(reminder, now, error) });

    /// <summary>A series goes on, however its occurrence ended, unless nobody can tell any more when.</summary>
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
                Error = $"the occurrence ended as {ended.State.ToString().ToUpperInvariant()}, and the next one cannot be told: {fault.Message}",
                Notice = ended.Notice ?? FailureNotices.Of(ended.Reminder, ended.At, fault.Message),
            };
        }
    }
}
