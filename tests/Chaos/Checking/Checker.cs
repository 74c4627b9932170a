namespace Nudge.Chaos.Checking;

/// <summary>
/// Compares what was acknowledged with what Teams received. It knows nothing of the scheduler and of the bot.
/// </summary>
internal static class Checker
{
    /// <summary>Checks a finished run.</summary>
    /// <param name="acknowledged">The acknowledged reminders.</param>
    /// <param name="unacknowledged">
    /// The reminders that clients asked for without an answer. They may be delivered, but neither early nor twice.
    /// </param>
    /// <param name="received">The messages that Teams accepted.</param>
    /// <param name="excuses">The named causes of duplicates.</param>
    public static Verdict Check(
        IReadOnlyCollection<Acknowledged> acknowledged,
        IReadOnlyCollection<Acknowledged> unacknowledged,
        IReadOnlyCollection<Received> received,
        IReadOnlyCollection<Excuse> excuses)
    {
        var due = acknowledged.Concat(unacknowledged).ToDictionary(reminder => reminder.Text, reminder => reminder.Due, StringComparer.Ordinal);
        var messages = received.ToLookup(message => message.Text, StringComparer.Ordinal);
        var unexplained = new List<Received>();
        var explained = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var ofOne in messages.Where(ofOne => ofOne.Count() > 1))
        {
            var inOrder = ofOne.OrderBy(message => message.At).ToList();
            foreach (var (earlier, repeated) in inOrder.Zip(inOrder.Skip(1)))
            {
                if (excuses.FirstOrDefault(excuse => excuse.Covers(earlier.At)) is { } excuse)
                    explained[excuse.Cause] = explained.GetValueOrDefault(excuse.Cause) + 1;
                else
                    unexplained.Add(repeated);
            }
        }

        return new Verdict(
            [.. acknowledged.Where(reminder => !messages.Contains(reminder.Text))],
            [.. received.Where(message => due.TryGetValue(message.Text, out var instant) && message.At < instant)],
            unexplained,
            [.. received.Where(message => !due.ContainsKey(message.Text))],
            explained);
    }
}
