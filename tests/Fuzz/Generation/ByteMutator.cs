namespace Nudge.Fuzz.Generation;

/// <summary>Damages encoded data.</summary>
internal static class ByteMutator
{
    /// <summary>A varint with more bytes than a number has.</summary>
    private static readonly byte[] LongVarint = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];

    /// <summary>The tag of field 1 with a length of almost 2 GB.</summary>
    private static readonly byte[] HugeLength = [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];

    /// <summary>Returns damaged data: truncated, with flipped bits, or with something inserted, removed or repeated.</summary>
    public static byte[] Mutate(byte[] data, Random random)
    {
        var at = random.Next(data.Length + 1);
        switch (random.Next(7))
        {
            case 0:
                return data[..at];
            case 1 or 2 when data.Length > 0:
                var flipped = data.ToArray();
                for (var flips = random.Next(1, 5); flips > 0; flips--)
                    flipped[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 3:
                return [.. data[..at], .. LongVarint, .. data[at..]];
            case 4:
                return [.. data[..at], .. HugeLength, .. data[at..]];
            case 5:
                var end = Math.Min(data.Length, at + random.Next(1, 40));
                return random.Next(2) == 0 ? [.. data[..at], .. data[end..]] : [.. data[..end], .. data[at..]];
            default:
                var noise = new byte[random.Next(1, 16)];
                random.NextBytes(noise);
                return [.. data[..at], .. noise, .. data[at..]];
        }
    }
}
