using System.Text;

namespace Nudge.Fuzz.Generation;

/// <summary>Values that break readers, for every field.</summary>
internal static class Nasty
{
    /// <summary>Gets integers at the limits of types, and around the limits of the contract.</summary>
    public static IReadOnlyList<ulong> Integers { get; } =
    [
        0, 1, 2, 3, 5, 16, 17, 100, 101, 999, 1000, 1001, 100_000, 1_000_000, 1_000_001, 3_600, 86_400, 315_619_200, 315_619_201, 999_999_999, 1_000_000_000,
        int.MaxValue, (ulong)int.MaxValue + 1, uint.MaxValue, (ulong)uint.MaxValue + 1, long.MaxValue, (ulong)long.MaxValue + 1, ulong.MaxValue,
            unchecked((ulong)-2L),
        unchecked((ulong)-60L), unchecked((ulong)int.MinValue), unchecked((ulong)-999_999_999L), unchecked((ulong)-1_000_000_000L), 253_402_300_799,
            253_402_300_800,
        unchecked((ulong)-62_135_596_800L), unchecked((ulong)-62_135_596_801L), 315_576_000_000, 315_576_000_001, unchecked((ulong)-315_576_000_000L),
    ];

    public static IReadOnlyList<double> Numbers { get; } =
    [
        0, -0.0, 1, -1, 0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue,
            9_007_199_254_740_993, 1e308, 1e-308,
        BitConverter.UInt64BitsToDouble(0xFFF0_0000_0000_0001),
    ];

    /// <summary>Gets texts as bytes, since some are not valid UTF-8.</summary>
    public static IReadOnlyList<byte[]> Texts { get; } =
    [
        .. new[]
        {
            "", " ", "\0", "a\0b", "\r\n", "\t", "\u001b[31m", "\u200f\u202eabc", "مرحبا بالعالم", "שלום", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301\u0301\u0301", "ﬀ",
            "İ", "ß", "\ufeff", "\ufffd", "\uffff", "'; drop table reminder; --",
            "\"", "\\", "{0}", "{{", "%s%n", "${jndi:ldap://127.0.0.1/}", "<script>alert(1)</script>", "<at>Nudge</at>", "../../etc/passwd", "null", "true",
            "-1", "NaN", "1e999", "__proto__", "*", "%", "_", "[", "(", "-", "/",
        }.Select(Encoding.UTF8.GetBytes),
        // A lone high surrogate, a lone low surrogate, an overlong form, a truncated sequence, and bytes that never occur.
        [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xC0, 0x80], [0xF0, 0x9F, 0x98], [0xFF, 0xFE], [0x80],
        Repeat("a", 63), Repeat("a", 64), Repeat("a", 100), Repeat("a", 101), Repeat("a", 128), Repeat("a", 129), Repeat("é", 200), Repeat("a", 201),
        Repeat("a", 256), Repeat("a", 257),
        Repeat("😀", 256), Repeat("a", 512), Repeat("a", 513), Repeat("a", 800), Repeat("a", 801), Repeat("\0", 300), Repeat("a", 40_960), Repeat("a", 40_961),
        Repeat("😀", 20_481), Repeat("\"", 50_000),
    ];

    private static byte[] Repeat(string text, int times) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)));
}
