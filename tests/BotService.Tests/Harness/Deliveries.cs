using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.BotService.Tests.Harness;

/// <summary>Creates deliveries as the scheduler sends them.</summary>
internal static class Deliveries
{
    public static Delivery Text(string text, Recipient recipient) => Of(new Notification { Text = text }, recipient);

    public static Delivery Of(Notification notification, Recipient recipient) => new()
    {
        Id = new DeliveryId { ReminderId = Guid.NewGuid().ToString(), Occurrence = 1, Generation = 1 },
        Recipient = recipient,
        Notification = notification,
        Due = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        Attempt = 1,
    };
}
