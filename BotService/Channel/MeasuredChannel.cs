using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>Measures the calls of another channel.</summary>
internal sealed class MeasuredChannel(IChannel channel, TeamsCallMetrics metrics) : IChannel
{
    public Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken) =>
        metrics.MeasureAsync("send", () => channel.SendAsync(conversation, text, cancellationToken));

    public Task<string> FindMemberAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken) =>
        metrics.MeasureAsync("find_member", () => channel.FindMemberAsync(conversation, userId, cancellationToken));

    public Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken) =>
        metrics.MeasureAsync("open_conversation", () => channel.OpenAsync(member, seenIn, cancellationToken));
}
