using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.Fuzz.Deployments;

/// <summary>
/// Answers the deliveries of clean reminders at once, and those of fuzzed ones with every outcome, so that the fuzzed reminders come into every state.
/// </summary>
/// <param name="arrived">Receives the key of each clean reminder when it arrives.</param>
internal sealed class Callback(Action<string> arrived) : ReminderCallback.ReminderCallbackBase
{
    /// <summary>The handler that clean reminders name, and no other reminder.</summary>
    public const string CleanHandler = "Clean.Arrive";

    public override async Task Deliver(IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream,
        ServerCallContext context)
    {
        await foreach (var delivery in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (delivery.Notification.Handler == CleanHandler)
                arrived(delivery.Notification.Text);
            await responseStream.WriteAsync(OutcomeOf(delivery), context.CancellationToken);
        }
    }

    /// <summary>Returns the outcome of a delivery, which depends on its id only.</summary>
    private static DeliveryResult OutcomeOf(Delivery delivery)
    {
        var result = new DeliveryResult { Id = delivery.Id, Delivered = new Delivered { MessageId = "1" } };
        if (delivery.Notification.Handler == CleanHandler)
            return result;
        switch (Guid.Parse(delivery.Id.ReminderId).ToByteArray()[^1] % 12)
        {
            case 0:
                result.Rejected = new Rejected { Reason = "rejected" };
                break;
            case 1:
                result.RecipientUnreachable = new RecipientUnreachable { Reason = "unreachable" };
                break;
            case 2:
                result.Ambiguous = new Ambiguous { Reason = "ambiguous" };
                break;
            case 3:
                result.RetryLater = new RetryLater
                {
                    Reason = "later",
                    After = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
                    HoldsLane = delivery.Attempt % 2 == 0
                };
                break;
            default:
                // Delivered.
                break;
        }

        return result;
    }
}
