using Google.Protobuf;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Generation;

/// <summary>Changes one field of a message, at any depth.</summary>
internal sealed class TreeMutator(MessageGenerator generator)
{
    private const int Copies = 1000;

    /// <summary>Changes one to three fields in place.</summary>
    public void Mutate(WireMessage message, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var all = message.All().ToList();
            Change(all[random.Next(all.Count)], random);
        }
    }

    private void Change(WireMessage message, Random random)
    {
        var fields = message.Fields;
        if (fields.Count == 0 || random.Next(8) == 0)
        {
            AddMissing(message, random);
            return;
        }

        var at = random.Next(fields.Count);
        var field = fields[at];
        switch (random.Next(10))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Add(field.Copy());
                break;
            case 2 or 3 or 4 when message.Descriptor?.FindFieldByNumber(field.Number) is { } known:
                fields.RemoveAt(at);
                fields.InsertRange(at, generator.Field(known, random).Take(2));
                break;
            case 5:
                fields[at] = field with { Type = (WireFormat.WireType)random.Next(6), Message = null, Bytes = field.Message?.Encode() ?? field.Bytes };
                break;
            case 6 when field.Bytes is { } bytes:
                fields[at] = field with { Bytes = ByteMutator.Mutate(bytes, random) };
                break;
            case 7:
                fields.Add(new WireField(random.Next(1, 1 << 29), WireFormat.WireType.LengthDelimited, Bytes: new byte[random.Next(40)]));
                break;
            case 8 when random.Next(20) == 0 && field is { Message: null, Bytes: null or { Length: < 200 } }:
                fields.AddRange(Enumerable.Repeat(field, Copies));
                break;
            default:
                fields[at] = field with { Integer = random.Next(2) == 0 ? FieldValues.Integer(random) : field.Integer ^ (1UL << random.Next(64)) };
                break;
        }
    }

    private void AddMissing(WireMessage message, Random random)
    {
        if (message.Descriptor?.Fields.InDeclarationOrder() is { Count: > 0 } known)
            message.Fields.AddRange(generator.Field(known[random.Next(known.Count)], random));
    }
}
