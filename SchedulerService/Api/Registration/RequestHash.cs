using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Hashes the content of a request. The request is hashed and not its result, so that a repeated delay is the same request. Maps are hashed in the
/// order of their keys, since a message may list their entries in any order.
/// </summary>
internal static class RequestHash
{
    public static byte[] Of(Reminder reminder)
    {
        var canonical = StatedReminder.Of(reminder).Clone();
        CanonicalMap.Sort(canonical.Labels);
        if (canonical.Notification?.Data is { } data)
            Sort(data);
        return SHA256.HashData(canonical.ToByteArray());
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
