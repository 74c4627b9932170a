using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// The hash of what a request asks for. The request is hashed, not what was made of it, so that a repeated delay is the same request;
/// maps are hashed in the order of their keys, since a message may list them in any.
/// </summary>
internal static class RequestHash
{
    public static byte[] Of(Reminder reminder)
    {
        var canonical = WithoutOutputOnlyFields(reminder);
        CanonicalMap.Sort(canonical.Labels);
        if (canonical.Notification?.Data is { } data)
            Sort(data);
        return SHA256.HashData(canonical.ToByteArray());
    }

    /// <summary>The reminder as its caller may state it.</summary>
    public static Reminder WithoutOutputOnlyFields(Reminder reminder)
    {
        var stated = new Reminder
        {
            Target = reminder.Target,
            Recipient = reminder.Recipient?.Clone(),
            Lane = reminder.Lane,
            Schedule = reminder.Schedule?.Clone(),
            Notification = reminder.Notification?.Clone(),
            DeliveryPolicy = reminder.DeliveryPolicy?.Clone(),
            CatchUpPolicy = reminder.CatchUpPolicy,
            FailureNotice = reminder.FailureNotice?.Clone(),
        };
        stated.Labels.Add(reminder.Labels);
        return stated;
    }

    private static void Sort(Struct data)
    {
        foreach (var value in data.Fields.Values)
            Sort(value);
        CanonicalMap.Sort(data.Fields);
    }

    private static void Sort(Value value)
    {
        if (value.KindCase == Value.KindOneofCase.StructValue)
            Sort(value.StructValue);
        else if (value.KindCase == Value.KindOneofCase.ListValue)
        {
            foreach (var item in value.ListValue.Values)
                Sort(item);
        }
    }
}
