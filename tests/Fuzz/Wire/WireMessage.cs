using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Nudge.Fuzz.Wire;

/// <summary>An encoded message as a list of fields, which can be changed one by one.</summary>
/// <param name="descriptor">The type of the message; null when it is not known.</param>
internal sealed class WireMessage(MessageDescriptor? descriptor)
{
    public MessageDescriptor? Descriptor => descriptor;

    public List<WireField> Fields { get; } = [];

    /// <summary>Reads a typed message.</summary>
    public static WireMessage Of(IMessage message) =>
        TryRead(message.ToByteArray(), message.Descriptor) ?? throw new InvalidOperationException($"{message.Descriptor.FullName} cannot be read back");

    /// <summary>Reads an encoded message.</summary>
    /// <returns>The message; null when the bytes are not fields.</returns>
    public static WireMessage? TryRead(byte[] bytes, MessageDescriptor? descriptor)
    {
        var message = new WireMessage(descriptor);
        using var input = new CodedInputStream(bytes);
        try
        {
            while (input.ReadTag() is not 0 and var tag)
            {
                var (number, type) = (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag));
                message.Fields.Add(type switch
                {
                    WireFormat.WireType.Varint => new WireField(number, type, input.ReadUInt64()),
                    WireFormat.WireType.Fixed64 => new WireField(number, type, input.ReadFixed64()),
                    WireFormat.WireType.Fixed32 => new WireField(number, type, input.ReadFixed32()),
                    WireFormat.WireType.LengthDelimited => ReadContent(number, input.ReadBytes().ToByteArray(), descriptor),
                    _ => new WireField(number, type),
                });
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        return message;
    }

    public WireMessage Add(WireField field)
    {
        Fields.Add(field);
        return this;
    }

    /// <summary>Returns a deep copy.</summary>
    public WireMessage Copy()
    {
        var copy = new WireMessage(descriptor);
        copy.Fields.AddRange(Fields.Select(field => field.Copy()));
        return copy;
    }

    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var field in Fields)
                field.WriteTo(output);
        }

        return bytes.ToArray();
    }

    /// <summary>Returns this message and the messages in it.</summary>
    public IEnumerable<WireMessage> All() => Fields.Where(field => field.Message is not null).SelectMany(field => field.Message!.All()).Prepend(this);

    private static WireField ReadContent(int number, byte[] bytes, MessageDescriptor? descriptor) =>
        descriptor?.FindFieldByNumber(number) is { FieldType: FieldType.Message } field && TryRead(bytes, field.MessageType) is { } message
            ? WireField.Of(number, message)
            : WireField.Of(number, bytes);
}
