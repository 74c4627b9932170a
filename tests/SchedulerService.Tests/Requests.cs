using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>Requests that are accepted, for tests to vary.</summary>
internal static class Requests
{
    public static CreateRequest In(TimeSpan delay, string text = "Stretch", string user = "user-1") => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { UserId = user },
            Schedule = new Schedule { Delay = Duration.FromTimeSpan(delay) },
            Notification = new Notification { Text = text },
        },
    };

    public static CreateRequest At(DateTimeOffset instant)
    {
        var request = In(TimeSpan.Zero);
        request.Reminder.Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(instant) };
        return request;
    }

    public static CreateRequest With(this CreateRequest request, Action<Reminder> change)
    {
        change(request.Reminder);
        return request;
    }

    public static CreateRequest WithId(this CreateRequest request, string requestId)
    {
        request.RequestId = requestId;
        return request;
    }

    /// <summary>Backoffs short enough to await.</summary>
    public static DeliveryPolicy Impatient(int maxAttempts = 3) => new()
    {
        MaxAttempts = maxAttempts,
        InitialBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)),
        MaxBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)),
    };
}
