namespace Nudge.Chaos.Checking;

/// <summary>The findings of the checker.</summary>
/// <param name="Lost">The acknowledged reminders that Teams never received.</param>
/// <param name="Early">The messages that Teams received before their reminder was due.</param>
/// <param name="Unexplained">The repeated messages without a cause.</param>
/// <param name="Unknown">The messages that no client asked for.</param>
/// <param name="Explained">The number of repeated messages, by the name of their cause.</param>
internal sealed record Verdict(
    IReadOnlyList<Acknowledged> Lost,
    IReadOnlyList<Received> Early,
    IReadOnlyList<Received> Unexplained,
    IReadOnlyList<Received> Unknown,
    IReadOnlyDictionary<string, int> Explained)
{
    public bool IsClean => Lost.Count + Early.Count + Unexplained.Count + Unknown.Count == 0;
}
