using Nudge.AppHost;

namespace Nudge.EndToEnd.AppHost;

/// <summary>Tests the waits before the restarts of a process that crashes.</summary>
public sealed class CrashHistoryTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(5);

    private readonly CrashHistory _history = new(limit: 5);

    [Fact]
    public void Note_AfterALongRun_RestartsAtOnce() => Assert.Equal(TimeSpan.Zero, _history.Note(Start, LongRun));

    [Fact]
    public void Note_CrashesRightAfterTheStart_BacksOff()
    {
        TimeSpan?[] waits = [.. Enumerable.Range(0, 4).Select(i => _history.Note(Start.AddSeconds(i), TimeSpan.FromSeconds(0.5)))];

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)], waits);
    }

    [Fact]
    public void Note_FifthCrashInAMinute_GivesUp()
    {
        for (var i = 0; i < 4; i++)
            Assert.NotNull(_history.Note(Start.AddSeconds(10 * i), TimeSpan.FromSeconds(9)));

        Assert.Null(_history.Note(Start.AddSeconds(59), TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Note_FiveCrashesInMoreThanAMinute_KeepsRestarting()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(TimeSpan.Zero, _history.Note(Start.AddSeconds(20 * i), TimeSpan.FromSeconds(19)));
    }

    [Fact]
    public void Note_LongRunAfterAShortRun_RestartsAtOnce()
    {
        _history.Note(Start, TimeSpan.FromSeconds(0.1));

        Assert.Equal(TimeSpan.Zero, _history.Note(Start + LongRun, LongRun));
    }
}
