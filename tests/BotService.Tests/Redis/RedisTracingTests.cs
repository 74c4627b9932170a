#if !ASPIRE
// Aspire's client brings its own tracing.
using System.Collections.Concurrent;
using System.Diagnostics;
using Nudge.Tests;

namespace Nudge.BotService.Tests.Redis;

public sealed class RedisTracingTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task Commands_OfADelivery_AreSpansInItsTrace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319d";
        var commands = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Nudge.BotService" or "OpenTelemetry.Instrumentation.StackExchangeRedis",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name != "Nudge.BotService" && activity.TraceId.ToHexString() == Trace)
                    commands.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Bot.TakeAsync(Chat.Said("hello"));
        var delivery = Deliveries.Text("Stretch!", Chat.User);
        delivery.TraceParent = $"00-{Trace}-b7ad6b7169203331-01";

        await Bot.DeliverAsync(delivery);

        await Eventually.HoldsAsync("span of the receipt's first mark", () => Task.FromResult(commands.Any(command => command.OperationName == "SET")));
        Assert.All(commands, command => Assert.Equal(ActivityKind.Client, command.Kind));
    }
}
#endif
