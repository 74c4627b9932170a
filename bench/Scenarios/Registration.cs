using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>The load generator: registers reminders of 200 bytes of text, each durable before it is answered.</summary>
internal static class Registration
{
    /// <summary>How many are under way on the stream at a time.</summary>
    private const int MaxUnderWay = 4096;

    private const string Text =
        "It is nine o'clock. Please look at the numbers of last week before the meeting, and bring one question that you would like answered. " +
        "The room is the one on the second floor, next to the kitchen and the stairs.";

    /// <summary>Over one stream.</summary>
    /// <returns>From the first request to the last answer.</returns>
    public static Task<TimeSpan> StreamAsync(ReminderScheduler.ReminderSchedulerClient client, int count, Func<int, DateTimeOffset> due) =>
        Progress.ShowAsync("registering", count, async show =>
        {
            var started = Stopwatch.GetTimestamp();
            using var call = client.CreateStream();
            using var room = new SemaphoreSlim(MaxUnderWay);
            var answered = 0;
            var reading = Task.Run(async () =>
            {
                await foreach (var answer in call.ResponseStream.ReadAllAsync())
                {
                    if (answer.Error is { } error)
                        throw new InvalidOperationException($"refused: {error.Message}");
                    room.Release();
                    if (++answered % 1000 == 0)
                        show(answered);
                }
            });
            for (var i = 0; i < count && !reading.IsCompleted; i++)
            {
                // What is only buffered is sent when there is no room for more of it, and at the end.
                var mayWait = room.CurrentCount <= 1 || i % 64 == 63;
                call.RequestStream.WriteOptions = mayWait ? WriteOptions.Default : new WriteOptions(WriteFlags.BufferHint);
                await room.WaitAsync();
                await call.RequestStream.WriteAsync(Request(i, due(i)));
            }

            await call.RequestStream.CompleteAsync();
            await reading;
            Expect.Equal(count, answered, "answers");
            return Stopwatch.GetElapsedTime(started);
        });

    /// <summary>By callers each of whom waits for its answer before it asks again.</summary>
    /// <returns>How long it took, and what each call took.</returns>
    public static Task<(TimeSpan Elapsed, List<TimeSpan> Latencies)> UnaryAsync(
        ReminderScheduler.ReminderSchedulerClient client, int count, int callers, Func<int, DateTimeOffset> due) =>
        Progress.ShowAsync($"registering, {callers} callers", count, async show =>
        {
            var next = -1;
            var started = Stopwatch.GetTimestamp();
            var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                var own = new List<TimeSpan>((count / callers) + 16);
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    var asked = Stopwatch.GetTimestamp();
                    await client.CreateAsync(Request(i, due(i)));
                    own.Add(Stopwatch.GetElapsedTime(asked));
                    if (i % 1000 == 0)
                        show(i);
                }

                return own;
            })));
            var elapsed = Stopwatch.GetElapsedTime(started);
            return (elapsed, latencies.SelectMany(own => own).ToList());
        });

    /// <summary>Registers some, and delivers half of them, so that everything is compiled and connected.</summary>
    /// <returns>How many a second were registered, of the others.</returns>
    public static async Task<double> WarmUpAsync(Deployment deployment, int count)
    {
        var half = Math.Max(count / 2, 1);
        await deployment.Bot.ResetAsync();
        await StreamAsync(deployment.Client, half, _ => TimeProvider.System.GetUtcNow());
        while ((await deployment.Bot.AskAsync()).Count < half)
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        await deployment.SettledAsync();
        await deployment.Bot.ResetAsync();

        // These stay where they are; while they are registered nothing else goes on.
        var inADay = TimeProvider.System.GetUtcNow().AddDays(1);
        return half / (await StreamAsync(deployment.Client, half, _ => inADay)).TotalSeconds;
    }

    private static CreateRequest Request(int i, DateTimeOffset due) => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { UserId = $"user-{i}" },
            Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(due) },
            Notification = new Notification { Text = Text },
        },
    };
}
