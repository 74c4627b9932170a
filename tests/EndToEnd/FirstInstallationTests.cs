using System.Diagnostics;
using Nudge.EndToEnd.Host;

namespace Nudge.EndToEnd;

/// <summary>Tests the first installation of the bot, right after the first start of all services.</summary>
public sealed class FirstInstallationTests(EmbeddedNudge nudge) : NudgeTests(nudge), IClassFixture<EmbeddedNudge>
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Install_AfterTheFirstStart_GreetsOnceAndRemindsOnceAfterTenSeconds()
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
