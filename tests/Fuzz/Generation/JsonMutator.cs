using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nudge.Fuzz.Generation;

/// <summary>Changes values of a JSON document, or damages its text.</summary>
internal static class JsonMutator
{
    private const int MaxDepth = 2000;
    private const int TooLarge = 1_200_000;

    /// <summary>A placeholder in the document for text that a writer of JSON does not write.</summary>
    private const string Placeholder = "@placeholder@";

    private static readonly string[] Raw =
        ["\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "1e999", "-0", "123456789012345678901234567890", "0.1e-400", "\"\\uFFFF\"", "[]", "{}", "null", "true",
            "[null]", "{\"\":null}", "\"\"", "[[[[]]]]", "NaN", "'x'", "01"];

    /// <summary>Changes one to three values in place.</summary>
    public static void Mutate(JsonObject document, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var objects = ObjectsIn(document).ToList();
            Change(objects[random.Next(objects.Count)], random);
        }
    }

    /// <summary>Returns the text of a document, sometimes with values that a writer of JSON does not write.</summary>
    public static byte[] Write(JsonObject document, Random random)
    {
        var text = document.ToJsonString();
        while (text.IndexOf($"\"{Placeholder}\"", StringComparison.Ordinal) is >= 0 and var at)
            text = $"{text[..at]}{RawValue(random)}{text[(at + Placeholder.Length + 2)..]}";
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Damages the text.</summary>
    public static byte[] Damage(byte[] text, Random random) => random.Next(8) switch
    {
        0 => [0xEF, 0xBB, 0xBF, .. text],
        1 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(text)),
        2 => [.. text, .. text],
        3 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, MaxDepth))),
        4 when random.Next(10) == 0 => [.. text[..^1], .. Encoding.UTF8.GetBytes($",\"x\":\"{new string('x', TooLarge)}\"}}")],
        _ => ByteMutator.Mutate(text, random),
    };

    private static void Change(JsonObject fields, Random random)
    {
        if (fields.Count == 0)
        {
            fields["added"] = Placeholder;
            return;
        }

        var (name, value) = fields.ElementAt(random.Next(fields.Count));
        // Whether and where the bot sends is not for the fuzzer: it must not leave this machine.
        if (name == "serviceUrl" && random.Next(4) > 0)
            return;
        switch (random.Next(6))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                fields[name] = Placeholder;
                break;
            case 2 or 3:
                fields[name] = Text(random);
                break;
            case 4:
                fields[char.IsUpper(name, 0) ? name : $"{char.ToUpperInvariant(name[0])}{name[1..]}"] = value?.DeepClone();
                break;
            default:
                fields[name] = new JsonArray(value?.DeepClone(), new JsonObject { ["id"] = value?.DeepClone() });
                break;
        }
    }

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => ObjectsIn(field.Value)).Prepend(fields),
        JsonArray items => items.SelectMany(ObjectsIn),
        _ => [],
    };

    private static string Text(Random random) => Encoding.UTF8.GetString(Nasty.Texts[random.Next(Nasty.Texts.Count)]);

    private static string RawValue(Random random)
    {
        if (random.Next(10) > 0)
            return Raw[random.Next(Raw.Length)];
        var depth = random.Next(1, 100);
        return $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}{JsonSerializer.Serialize(depth)}{new string('}', depth)}";
    }
}
