using System.Diagnostics;
using Nudge.EndToEnd.Host;

namespace Nudge.EndToEnd;

/// <summary>The main job, as a new user sees it: everything was started a moment ago, and nothing was done with it yet.</summary>
public abstract class FirstInstallationTests(NudgeFixture fixture) : NudgeTests(fixture)
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Install_GreetsOnceAndComesBackOnceAfterTenSeconds()
    {
        var since = Playground.Mark;

        var asked = Stopwatch.GetTimestamp();
        await Playground.InstallAsync();
        await Playground.UntilAsync(Greeting, since);
        var proactive = await Playground.UntilAsync(Proactive, since);

        Assert.InRange(Stopwatch.GetElapsedTime(asked, proactive.Arrived), Due, Due + RealTime.Within(TimeSpan.FromSeconds(1.5)));
        await FenceAsync();
        Assert.Single(Playground.TextsSince(since), Greeting);
        Assert.Single(Playground.TextsSince(since), Proactive);
    }
}

public sealed class EmbeddedFirstInstallationTests(EmbeddedNudge nudge) : FirstInstallationTests(nudge), IClassFixture<EmbeddedNudge>;

public sealed class ReplicatedFirstInstallationTests(ReplicatedNudge nudge) : FirstInstallationTests(nudge), IClassFixture<ReplicatedNudge>;
