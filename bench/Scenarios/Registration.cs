using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>The load generator: registers reminders of 200 bytes of text, each durable before it is answered.</summary>
internal static class Registration
{
    /// <summary>What every reminder says, those of Nudge's peers too.</summary>
    public const string Text =
        "It is nine o'clock. Please look at the numbers of last week before the meeting, and bring one question that you would like answered. " +
        "The room is the one on the second floor, next to the kitchen and the stairs.";

    /// <summary>How many are under way on the stream at a time.</summary>
    private const int MaxUnderWay = 4096;

    /// <summary>Over one stream.</summary>
    /// <returns>From the first request to the last answer.</returns>
    public static Task<TimeSpan> StreamAsync(ReminderScheduler.ReminderSchedulerClient client, int count, Func<int, DateTimeOffset> due) =>
        StreamAsync(client, count, i => Request(i, due(i)));

    /// <summary>Over one stream, of any kind.</summary>
    /// <returns>From the first request to the last answer.</returns>
    public static Task<TimeSpan> StreamAsync(ReminderScheduler.ReminderSchedulerClient client, int count, Func<int, CreateRequest> request) =>
        Progress.ShowAsync("registering", count, async show =>
        {
            var started = Stopwatch.GetTimestamp();
            var answered = 0;
            await StreamAsync(client, count, request, _ => Show(++answered), CancellationToken.None);
            Expect.Equal(count, answered, "answers");
            return Stopwatch.GetElapsedTime(started);

            ValueTask Show(int done)
            {
                if (done % 1000 == 0)
                    show(done);
                return ValueTask.CompletedTask;
            }
        });

    /// <summary>Over one stream, as fast as it goes, until there are enough or it is told to stop.</summary>
    /// <param name="client">Of the scheduler.</param>
    /// <param name="count">How many are enough.</param>
    /// <param name="request">Makes each.</param>
    /// <param name="registered">Is told of each, one after the other; the stream goes on when it is done.</param>
    /// <param name="stop">Ends the registering; what is under way is still answered.</param>
    public static async Task StreamAsync(
        ReminderScheduler.ReminderSchedulerClient client, int count, Func<int, CreateRequest> request, Func<Reminder, ValueTask> registered, CancellationToken stop)
    {
        using var call = client.CreateStream(cancellationToken: CancellationToken.None);
        using var room = new SemaphoreSlim(MaxUnderWay);
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(CancellationToken.None))
            {
                if (answer.Error is { } error)
                    throw new InvalidOperationException($"refused: {error.Message}");
                room.Release();
                await registered(answer.Created.Reminder);
            }
        }, CancellationToken.None);
        for (var i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            var wait = room.WaitAsync(CancellationToken.None);
            if (!wait.IsCompleted)
                await Task.WhenAny(wait, reading);
            // Before its time it ends only with a failure, and says so below.
            if (reading.IsCompleted)
                break;
            await call.RequestStream.WriteAsync(request(i), CancellationToken.None);
        }

        if (!reading.IsCompleted)
            await call.RequestStream.CompleteAsync();
        await reading;
    }

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

    /// <summary>
    /// Delivers half of <paramref name="count"/> for each scheduler, for each compiles its own code by what it has done, and registers the other half.
    /// </summary>
    /// <returns>How many of the other half were registered in a second.</returns>
    public static async Task<double> WarmUpAsync(Deployment deployment, int count)
    {
        var half = Math.Max(count / 2, 1);
        var delivered = half * deployment.Schedulers.Count;
        await deployment.Bot.ResetAsync();
        await StreamAsync(deployment.Client, delivered, _ => TimeProvider.System.GetUtcNow());
        await Deliveries.AwaitAsync(deployment, delivered);
        await deployment.Bot.ResetAsync();

        // These stay where they are; while they are registered nothing else goes on.
        var inADay = TimeProvider.System.GetUtcNow().AddDays(1);
        return half / (await StreamAsync(deployment.Client, half, _ => inADay)).TotalSeconds;
    }

    /// <summary>A reminder to a user of its own.</summary>
    public static CreateRequest Request(int i, DateTimeOffset due, string tenant = "") => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { UserId = $"user-{i}", TenantId = tenant },
            Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(due) },
            Notification = new Notification { Text = Text },
        },
    };
}
