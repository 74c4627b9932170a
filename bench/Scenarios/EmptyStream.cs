using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>Streams deliveries to a bot without a scheduler, to measure what the stream allows.</summary>
internal static class EmptyStream
{
    /// <summary>The scheduler's default limit of unanswered deliveries.</summary>
    private const int MaxUnanswered = 4096;

    /// <returns>The time from the first delivery to the last answer.</returns>
    public static Task<TimeSpan> RunAsync(CallbackBot bot, int count) => Progress.ShowAsync("streaming", count, async show =>
    {
        // The answer shows that the bot serves.
        await bot.AskAsync();
        using var channel = GrpcChannel.ForAddress(bot.Address);
        using var call = new ReminderCallback.ReminderCallbackClient(channel).Deliver();
        using var room = new SemaphoreSlim(MaxUnanswered);
        var started = Stopwatch.GetTimestamp();
        var reading = Task.Run(async () =>
        {
            var answered = 0;
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
            {
                room.Release();
                if (++answered % 1000 == 0)
                    show(answered);
            }

            return answered;
        });
        for (var i = 0; i < count && !reading.IsCompleted; i++)
        {
            await room.WaitAsync();
            await call.RequestStream.WriteAsync(Delivery(i));
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(count, await reading, "answers");
        return Stopwatch.GetElapsedTime(started);
    });

    private static Delivery Delivery(int i)
    {
        var now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        return new Delivery
        {
            Id = new DeliveryId { ReminderId = Guid.CreateVersion7().ToString(), Occurrence = 1, Generation = 1 },
            Recipient = new Recipient { UserId = $"user-{i}" },
            Notification = new Notification { Text = Registration.Text },
            Due = now,
            Attempt = 1,
            CreateTime = now,
        };
    }
}
