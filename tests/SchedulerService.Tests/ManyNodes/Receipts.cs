using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>The deliveries that the bots received. Receipts make a redelivery harmless for the user.</summary>
internal sealed class Receipts
{
    private readonly int _deliveries;

    public Receipts(params IEnumerable<FakeBot> bots)
    {
        var all = bots.SelectMany(bot => bot.All).OrderBy(received => received.At).ToList();
        _deliveries = all.Count;
        First = [.. all.DistinctBy(received => received.Delivery.Id)];
    }

    /// <summary>Gets the first delivery of each id, in the order of arrival.</summary>
    public IReadOnlyList<FakeBot.Received> First { get; }

    /// <summary>Gets the number of deliveries whose id was received before.</summary>
    public int Redeliveries => _deliveries - First.Count;

    /// <summary>Checks that exactly these reminders were delivered, and none early.</summary>
    public void AreOf(IReadOnlyCollection<Reminder> reminders)
    {
        Assert.Equal(
            reminders.Select(reminder => reminder.Id).Order(StringComparer.Ordinal),
            First.Select(received => received.Delivery.Id.ReminderId).Order(StringComparer.Ordinal));
        Assert.All(First, received => Assert.True(received.Lateness >= TimeSpan.Zero, $"{-received.Lateness} early"));
    }

    /// <summary>
    /// Returns the longest time for which a shard had something due and nothing of it was delivered. Considers only the given shards (null: all).
    /// </summary>
    public Silence LongestSilence(IEnumerable<int>? shards = null)
    {
        var wanted = (shards ?? Lanes.AllShards).ToHashSet();
        return First
            .GroupBy(received => Lanes.ShardOf(received.Delivery))
            .Where(shard => wanted.Contains(shard.Key))
            .Select(shard => LongestSilence([.. shard]))
            .MaxBy(silence => silence.Length)!;
    }

    public TimeSpan MaxLateness(Func<FakeBot.Received, bool>? which = null) => First.Where(which ?? (_ => true)).Max(received => received.Lateness);

    /// <summary>Returns the time from which a reminder could be delivered. On a busy machine a reminder may be created after its due time.</summary>
    private static DateTimeOffset WaitingSince(Delivery delivery)
    {
        var (due, made) = (delivery.Due.ToDateTimeOffset(), delivery.CreateTime.ToDateTimeOffset());
        return due > made ? due : made;
    }

    /// <summary>The length and the end of a silence.</summary>
    internal sealed record Silence(TimeSpan Length, DateTimeOffset Until)
    {
        public override string ToString() => $"{Length.TotalMilliseconds:0} ms (until {Until:mm:ss.fff})";
    }

    private static Silence LongestSilence(IReadOnlyList<FakeBot.Received> shard)
    {
        // Backwards, so that the earliest reminder still to be delivered is known at each step.
        var longest = new Silence(TimeSpan.Zero, shard[0].At);
        var waitingSince = DateTimeOffset.MaxValue;
        for (var i = shard.Count - 1; i >= 0; i--)
        {
            var since = WaitingSince(shard[i].Delivery);
            waitingSince = since < waitingSince ? since : waitingSince;
            var before = i > 0 ? shard[i - 1].At : DateTimeOffset.MinValue;
            var silence = new Silence(shard[i].At - (before > waitingSince ? before : waitingSince), shard[i].At);
            longest = silence.Length > longest.Length ? silence : longest;
        }

        return longest;
    }
}
