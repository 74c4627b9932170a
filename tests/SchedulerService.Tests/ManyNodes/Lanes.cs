using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>A lane for each shard. The lane is the recipient too, so that a delivery shows its shard.</summary>
internal static class Lanes
{
    private static readonly string[] Names =
    [
        .. Enumerable.Range(0, Shard.Count)
            .Select(shard => Enumerable.Range(0, int.MaxValue).Select(i => $"lane-{i}").First(lane => Shard.Of(lane) == shard)),
    ];

    public static IReadOnlyList<int> AllShards { get; } = [.. Enumerable.Range(0, Shard.Count)];

    public static string Of(int shard) => Names[shard];

    public static int ShardOf(Delivery delivery) => Shard.Of(delivery.Recipient.UserId);

    /// <summary>Returns a request for a reminder of a shard.</summary>
    public static CreateRequest In(int shard, DateTimeOffset due) => Requests.At(due).With(reminder =>
    {
        reminder.Recipient.UserId = Of(shard);
        // With short backoffs, the next owner repeats unanswered deliveries at once.
        reminder.DeliveryPolicy = Requests.Impatient();
    });
}
