using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>A lane for each shard. It is the recipient too, so that a delivery tells which shard it comes from.</summary>
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

    /// <summary>A reminder of a shard.</summary>
    public static CreateRequest In(int shard, DateTimeOffset due) => Requests.At(due).With(reminder =>
    {
        reminder.Recipient.UserId = Of(shard);
        // Whoever takes over makes again at once what was not answered.
        reminder.DeliveryPolicy = Requests.Impatient();
    });
}
