using Google.Protobuf.Reflection;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Generation;

/// <summary>Makes messages of any type, from its descriptor.</summary>
internal sealed class MessageGenerator(FieldValues values)
{
    private const int MaxDepth = 12;
    private const int Many = 1200;

    /// <summary>Returns a message with a random choice of the type's fields.</summary>
    public WireMessage Next(MessageDescriptor type, Random random, int depth = 0)
    {
        if (values.Special(type, random) is { } special)
            return special;

        var message = new WireMessage(type);
        if (depth > MaxDepth)
            return message;
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            // Of a oneof, usually one field.
            var percent = field.RealContainingOneof is { } choice ? 100 / choice.Fields.Count + 5 : 65;
            if (random.Next(100) < percent)
                message.Fields.AddRange(Field(field, random, depth));
        }

        return message;
    }

    /// <summary>Returns a field with a new value, or the values of a repeated field.</summary>
    public IEnumerable<WireField> Field(FieldDescriptor field, Random random, int depth = 0)
    {
        var times = !field.IsRepeated ? 1 : random.Next(200) == 0 && depth < 3 ? Many : random.Next(0, 4);
        // The values of a large field are small, else one request would be hundreds of megabytes.
        return Enumerable.Range(0, times).Select(_ => field.FieldType == FieldType.Message
            ? WireField.Of(field.FieldNumber, Next(field.MessageType, random, times == Many ? MaxDepth : depth + 1))
            : times == Many ? WireField.Of(field.FieldNumber, (ulong)random.Next(8)) : values.Scalar(field, random));
    }
}
