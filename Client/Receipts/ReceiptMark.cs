using System.Globalization;

namespace Nudge.Client;

/// <summary>A mark of a receipt. The store keeps it as a line of text, with the deadline in milliseconds since 1970 in UTC.</summary>
internal abstract record ReceiptMark
{
    private ReceiptMark()
    {
    }

    public static ReceiptMark? Parse(string? mark) => mark?.Split(' ') switch
    {
        ["sent", .. var messageId] => new Sent(string.Join(' ', messageId)),
        ["sending", var sender, var deadline, var attempt] => new Sending(
            sender, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(deadline, CultureInfo.InvariantCulture)), int.Parse(attempt, CultureInfo.InvariantCulture)),
        _ => null,
    };

    internal sealed record Sending(string Sender, DateTimeOffset Deadline, int Attempt) : ReceiptMark
    {
        public override string ToString() => $"sending {Sender} {Deadline.ToUnixTimeMilliseconds()} {Attempt}";
    }

    internal sealed record Sent(string MessageId) : ReceiptMark
    {
        public override string ToString() => $"sent {MessageId}";
    }
}
