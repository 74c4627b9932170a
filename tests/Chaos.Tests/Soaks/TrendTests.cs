using Nudge.Chaos.Soaks;

namespace Nudge.Chaos.Tests.Soaks;

/// <summary>Tests that a growth is told from a warm-up and from noise.</summary>
public sealed class TrendTests
{
    private static readonly Usage Usual = new(150, 200, 40);

    [Fact]
    public void Growth_WarmsUpAndVaries_IsNone() =>
        Assert.Null(Growth(i => i < 10 ? new Usage(80 + (i * 7), 100 + (i * 10), 20 + i) : Usual with { Megabytes = 150 + (i % 3 * 20), Threads = 40 + (i % 2 * 3) }));

    [Fact]
    public void Growth_OneSampleStandsOut_IsNone() => Assert.Null(Growth(i => i == 25 ? new Usage(900, 900, 900) : Usual));

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 0, 1)]
    public void Growth_OfMemoryHandlesOrThreads_IsTold(int megabytes, int handles, int threads) =>
        Assert.NotNull(Growth(i => new Usage(Usual.Megabytes + (i * megabytes), Usual.Handles + (i * handles), Usual.Threads + (i * threads))));

    private static string? Growth(Func<int, Usage> sample) => Trend.Growth([.. Enumerable.Range(0, 30).Select(sample)]);
}
