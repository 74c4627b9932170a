using System.Globalization;

namespace Nudge.BotService.Reminders;

/// <summary>What a receipt says, in Redis a line of text.</summary>
internal abstract record ReceiptMark
{
    private ReceiptMark()
    {
    }

    public static ReceiptMark? Parse(string? mark) => mark?.Split(' ', 3) switch
    {
        ["sent", var messageId] => new Sent(messageId),
        ["sending", var sender, var deadline] =>
            new Sending(sender, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(deadline, CultureInfo.InvariantCulture))),
        _ => null,
    };

    internal sealed record Sending(string Sender, DateTimeOffset Deadline) : ReceiptMark
    {
        public override string ToString() => $"sending {Sender} {Deadline.ToUnixTimeMilliseconds()}";
    }

    internal sealed record Sent(string MessageId) : ReceiptMark
    {
        public override string ToString() => $"sent {MessageId}";
    }
}
