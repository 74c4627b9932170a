namespace Nudge.EndToEnd.Host;

/// <summary>The topology of a machine without servers: SQLite, the local Redis, one scheduler.</summary>
public sealed class EmbeddedNudge : NudgeFixture
{
    protected override Task<IReadOnlyList<string>> StartServersAsync() => Task.FromResult<IReadOnlyList<string>>([]);
}
