using System.Text;
using Google.Protobuf.Reflection;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Generation;

/// <summary>Draws values for the fields of messages: what the field's name asks for, or a nasty one.</summary>
internal sealed class FieldValues(KnownValues known, TimeProvider clock)
{
    private const string Timestamp = "google.protobuf.Timestamp";
    private const string Duration = "google.protobuf.Duration";
    private const string Struct = "google.protobuf.Struct";

    /// <summary>The deepest nesting of a value. Readers of protobuf stop at 100.</summary>
    private const int MaxDepth = 300;

    private static readonly string[] Users = [.. Enumerable.Range(0, 40).Select(number => $"00000000-0000-4000-8000-{number:x12}")];

    /// <summary>Returns a value for a scalar field.</summary>
    public WireField Scalar(FieldDescriptor field, Random random) => field.FieldType switch
    {
        FieldType.String => WireField.Of(field.FieldNumber, Text(field.Name, random)),
        FieldType.Bytes => WireField.Of(field.FieldNumber, Bytes(random)),
        FieldType.Double => new WireField(field.FieldNumber, Google.Protobuf.WireFormat.WireType.Fixed64,
            BitConverter.DoubleToUInt64Bits(Nasty.Numbers[random.Next(Nasty.Numbers.Count)])),
        FieldType.Enum => WireField.Of(field.FieldNumber, random.Next(8) == 0 ? Integer(random) : (ulong)random.Next(0, 8)),
        FieldType.Bool => WireField.Of(field.FieldNumber, (ulong)random.Next(0, 3)),
        _ => WireField.Of(field.FieldNumber, Integer(random)),
    };

    /// <summary>Returns the content of a message that needs a value of its own; null for a message like any other.</summary>
    public WireMessage? Special(MessageDescriptor type, Random random) => type.FullName switch
    {
        Timestamp => Time(type, random, (ulong)(clock.GetUtcNow().ToUnixTimeSeconds() + random.Next(-90, 100_000))),
        Duration => Time(type, random, (ulong)random.Next(0, 100_000)),
        Struct when random.Next(20) == 0 => DeepStruct(type, random.Next(1, MaxDepth)),
        _ => null,
    };

    public static ulong Integer(Random random) =>
        random.Next(4) == 0 ? (ulong)random.NextInt64() >> random.Next(64) : Nasty.Integers[random.Next(Nasty.Integers.Count)];

    public byte[] Text(string field, Random random)
    {
        var known = random.Next(4) > 0 ? Expected(field, random) : null;
        if (known is null)
            return Nasty.Texts[random.Next(Nasty.Texts.Count)];
        if (known.Length > 0 && random.Next(12) == 0)
            known = known.Remove(random.Next(known.Length), 1);
        return Encoding.UTF8.GetBytes(known);
    }

    private string? Expected(string field, Random random) => field switch
    {
        "expression" => ScheduleTexts.Cron(random),
        "rule" => ScheduleTexts.Rule(random),
        "start" => ScheduleTexts.Start(random),
        "time_zone" => ScheduleTexts.Zone(random),
        "id" or "reminder_id" => known.AnyReminder(random)?.Id,
        "page_token" => known.AnyToken(random),
        "user_id" => Users[random.Next(Users.Length)],
        "conversation_id" => $"19:{random.Next(20)}@thread.v2;messageid={random.Next(5)}",
        "tenant_id" or "lane" => $"tenant-{random.Next(20)}",
        "target" => random.Next(3) > 0 ? "bot" : "nowhere",
        "request_id" => $"request-{random.Next(500)}",
        "handler" => "Notifications.SendProactive",
        "key" => $"label.{random.Next(6)}",
        "service" or "file_containing_symbol" or "list_services" => "nudge.v1.ReminderScheduler",
        "file_by_filename" => "nudge/v1/scheduler.proto",
        _ => null,
    };

    private static WireMessage Time(MessageDescriptor type, Random random, ulong usual)
    {
        var time = new WireMessage(type);
        time.Add(WireField.Of(1, random.Next(3) > 0 ? usual : Integer(random)));
        if (random.Next(2) == 0)
            time.Add(WireField.Of(2, random.Next(3) > 0 ? (ulong)random.Next(0, 1_000_000_000) : Integer(random)));
        return time;
    }

    /// <summary>Returns a struct in a struct, and so on: a struct has fields, a field has a value, and the value is a struct.</summary>
    private static WireMessage DeepStruct(MessageDescriptor type, int depth)
    {
        var deepest = new WireMessage(type);
        for (var i = 0; i < depth; i++)
        {
            var entry = type.FindFieldByName("fields");
            var value = new WireMessage(entry.MessageType.FindFieldByNumber(2).MessageType).Add(WireField.Of(5, deepest));
            deepest = new WireMessage(type).Add(WireField.Of(1,
                new WireMessage(entry.MessageType).Add(WireField.Of(1, "a"u8.ToArray())).Add(WireField.Of(2, value))));
        }

        return deepest;
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        return bytes;
    }
}
