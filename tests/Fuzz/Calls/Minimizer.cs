using System.Diagnostics;
using Nudge.Fuzz.Verdicts;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Calls;

/// <summary>Makes a request that shows a failure smaller, as long as it still shows it.</summary>
internal static class Minimizer
{
    private const int MaxTries = 400;

    /// <summary>The time for new tries. A call without an answer takes half a minute.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    /// <summary>Returns the failure with the smallest request that still shows it.</summary>
    /// <param name="failure">The failure. It has a request.</param>
    /// <param name="tryAsync">Sends a request, and returns the failure that it shows.</param>
    public static async Task<Failure> SmallestAsync(Failure failure, Func<FuzzCall, Task<Failure?>> tryAsync)
    {
        var (smallest, left) = (failure, MaxTries);
        var started = Stopwatch.GetTimestamp();
        while (left > 0 && await SmallerAsync() is { } smaller)
            smallest = smaller;
        return smallest;

        async Task<Failure?> SmallerAsync()
        {
            foreach (var body in Smaller(smallest.Call!))
            {
                if (left-- <= 0 || Stopwatch.GetElapsedTime(started) > MaxTime)
                    return null;
                if (await tryAsync(smallest.Call! with { Body = body }) is { } shown && shown.Name == failure.Name)
                    return shown;
            }

            return null;
        }
    }

    /// <summary>Returns smaller bodies: without headers and fields first, then without parts of the bytes.</summary>
    private static IEnumerable<byte[]> Smaller(FuzzCall call)
    {
        var messages = Frames.Read(call.Body).ToList();
        if (call is { IsFramed: true, Rpc: { } method } && messages.Count > 0)
        {
            if (messages.Count > 1)
            {
                for (var i = 0; i < messages.Count; i++)
                    yield return [.. messages.Where((_, index) => index != i).SelectMany(Frames.Of)];
            }

            for (var i = 0; i < messages.Count; i++)
            {
                var shorter = WireMessage.TryRead(messages[i], method.Descriptor.InputType) is { } message
                    ? WithoutParts(message).Select(part => part.Encode()) : WithoutParts(messages[i]);
                foreach (var bytes in shorter)
                    yield return [.. messages.Select((present, index) => index == i ? bytes : present).SelectMany(Frames.Of)];
            }
        }
        else
        {
            foreach (var bytes in WithoutParts(call.Body))
                yield return bytes;
        }
    }

    /// <summary>Returns copies of a message without one of its fields, or with less of a field's bytes.</summary>
    private static IEnumerable<WireMessage> WithoutParts(WireMessage message)
    {
        for (var at = 0; at < message.Fields.Count; at++)
        {
            var field = message.Fields[at];
            yield return With(message, at, []);
            foreach (var inner in field.Message is { } nested ? WithoutParts(nested) : [])
                yield return With(message, at, [field with { Message = inner }]);
            foreach (var bytes in field.Bytes is { Length: > 1 } content ? WithoutParts(content).Take(8) : [])
                yield return With(message, at, [field with { Bytes = bytes }]);
        }
    }

    private static WireMessage With(WireMessage message, int at, IReadOnlyList<WireField> fields)
    {
        var copy = message.Copy();
        copy.Fields.RemoveAt(at);
        copy.Fields.InsertRange(at, fields);
        return copy;
    }

    /// <summary>Returns the bytes without a half, without a quarter, and so on.</summary>
    private static IEnumerable<byte[]> WithoutParts(byte[] bytes)
    {
        for (var length = bytes.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= bytes.Length; at += length)
                yield return [.. bytes[..at], .. bytes[(at + length)..]];
        }
    }
}
