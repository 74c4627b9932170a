using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>The load generator: registers reminders with 200 bytes of text. Each reminder is durable before its answer.</summary>
internal static class Registration
{
    /// <summary>The text of every reminder, also of those of Nudge's peers.</summary>
    public const string Text =
        "It is nine o'clock. Please look at the numbers of last week before the meeting, and bring one question that you would like answered. " +
        "The room is the one on the second floor, next to the kitchen and the stairs.";

    /// <summary>The limit of unanswered requests on the stream.</summary>
    private const int MaxUnderWay = 4096;

    /// <summary>Registers reminders over one stream.</summary>
    /// <returns>The time from the first request to the last answer.</returns>
    public static Task<TimeSpan> StreamAsync(ReminderScheduler.ReminderSchedulerClient client, int count, Func<int, DateTimeOffset> due) =>
        StreamAsync(client, count, i => Request(i, due(i)));

    /// <summary>Registers reminders of any kind over one stream.</summary>
    /// <returns>The time from the first request to the last answer.</returns>
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

    /// <summary>Registers reminders over one stream, at full speed, until the count is reached or the token is cancelled.</summary>
    /// <param name="client">The client of the scheduler.</param>
    /// <param name="count">The greatest number of reminders.</param>
    /// <param name="request">Returns the request of a reminder, by its number from 0.</param>
    /// <param name="registered">Runs for each registered reminder, one after the other. The next answer is read when it has ended.</param>
    /// <param name="stop">Ends the registration. Requests that were sent are still answered.</param>
    /// <exception cref="InvalidOperationException">The scheduler refused a reminder.</exception>
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
                    throw new InvalidOperationException($"the scheduler refused a reminder: {error.Message}");
                room.Release();
                await registered(answer.Created.Reminder);
            }
        }, CancellationToken.None);
        for (var i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            var wait = room.WaitAsync(CancellationToken.None);
            if (!wait.IsCompleted)
                await Task.WhenAny(wait, reading);
            // The reading ends early only with a failure, which the await below throws.
            if (reading.IsCompleted)
                break;
            await call.RequestStream.WriteAsync(request(i), CancellationToken.None);
        }

        if (!reading.IsCompleted)
            await call.RequestStream.CompleteAsync();
        await reading;
    }

    /// <summary>Registers reminders by unary calls. Each caller waits for its answer before its next call.</summary>
    /// <returns>The total time, and the time of each call.</returns>
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
    /// Delivers half of <paramref name="count"/> for each scheduler, because each one compiles its own code as it runs. Then registers the other half.
    /// </summary>
    /// <returns>The reminders of the other half that were registered per second.</returns>
    public static async Task<double> WarmUpAsync(Deployment deployment, int count)
    {
        var half = Math.Max(count / 2, 1);
        var delivered = half * deployment.Schedulers.Count;
        await deployment.Bot.ResetAsync();
        await StreamAsync(deployment.Client, delivered, _ => TimeProvider.System.GetUtcNow());
        await Deliveries.AwaitAsync(deployment, delivered);
        await deployment.Bot.ResetAsync();

        // These reminders stay pending. Nothing else runs while they are registered.
        var inADay = TimeProvider.System.GetUtcNow().AddDays(1);
        return half / (await StreamAsync(deployment.Client, half, _ => inADay)).TotalSeconds;
    }

    /// <summary>Returns the request of a reminder for a user of its own.</summary>
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
