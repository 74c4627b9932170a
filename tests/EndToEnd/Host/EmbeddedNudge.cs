namespace Nudge.EndToEnd.Host;

/// <summary>The topology of a machine without servers: SQLite, the local Redis, one scheduler.</summary>
public sealed class EmbeddedNudge : NudgeFixture
{
    protected override Task<NudgeApp> StartAsync() => NudgeApp.StartAsync([]);
}
