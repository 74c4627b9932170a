using Google.Protobuf;

namespace Nudge.Fuzz.Wire;

/// <summary>A field of an encoded message. Unlike a typed message, it can have any number, any wire type and any bytes.</summary>
/// <param name="Number">The number of the field.</param>
/// <param name="Type">The wire type.</param>
/// <param name="Integer">The value of a varint or of a fixed-width number.</param>
/// <param name="Bytes">The content of a length-delimited field that is no message.</param>
/// <param name="Message">The content of a length-delimited field that is a message.</param>
internal sealed record WireField(int Number, WireFormat.WireType Type, ulong Integer = 0, byte[]? Bytes = null, WireMessage? Message = null)
{
    public static WireField Of(int number, ulong integer) => new(number, WireFormat.WireType.Varint, integer);

    public static WireField Of(int number, byte[] bytes) => new(number, WireFormat.WireType.LengthDelimited, Bytes: bytes);

    public static WireField Of(int number, WireMessage message) => new(number, WireFormat.WireType.LengthDelimited, Message: message);

    /// <summary>Returns a deep copy.</summary>
    public WireField Copy() => Message is null ? this : this with { Message = Message.Copy() };

    public void WriteTo(CodedOutputStream output)
    {
        output.WriteTag(Number, Type);
        switch (Type)
        {
            case WireFormat.WireType.Varint:
                output.WriteUInt64(Integer);
                break;
            case WireFormat.WireType.Fixed64:
                output.WriteFixed64(Integer);
                break;
            case WireFormat.WireType.Fixed32:
                output.WriteFixed32((uint)Integer);
                break;
            case WireFormat.WireType.LengthDelimited:
                output.WriteBytes(ByteString.CopyFrom(Message?.Encode() ?? Bytes ?? []));
                break;
            default:
                // A group's start or end is its tag alone.
                break;
        }
    }
}
