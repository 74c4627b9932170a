using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Tests.ManyNodes;

namespace Nudge.SchedulerService.Tests.Shards;

public sealed class ShardBalanceTests
{
    private static readonly HashSet<int> None = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    public void FairShare_OfAllNodes_DiffersByAtMostOneAndAddsUpToAllShards(int nodes)
    {
        var shares = Enumerable.Range(0, nodes).Select(rank => ShardBalance.FairShare(nodes, rank)).ToList();

        Assert.Equal(Lanes.AllShards.Count, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }

    [Fact]
    public void FairShare_OfThreeNodes_IsOneMoreForTheFirst() =>
        Assert.Equal([22, 21, 21], Enumerable.Range(0, 3).Select(rank => ShardBalance.FairShare(3, rank)));

    [Fact]
    public void Excess_OfOwnedShards_IsTheNumberBeyondTheShare()
    {
        Assert.Equal(0, ShardBalance.Excess(owned: 15, share: 16));
        Assert.Equal(0, ShardBalance.Excess(owned: 16, share: 16));
        Assert.Equal(48, ShardBalance.Excess(owned: 64, share: 16));
    }

    [Fact]
    public void Wanted_WithAllShardsFree_IsTheShareFromTheStartPlaceOn() =>
        Assert.Equal([62, 63, 0, 1], ShardBalance.Wanted(None, None, share: 4, start: 62));

    [Fact]
    public void Wanted_WithTakenShards_SkipsThem() =>
        Assert.Equal([63, 2], ShardBalance.Wanted(new HashSet<int> { 62, 1 }, new HashSet<int> { 0 }, share: 4, start: 62));

    [Fact]
    public void Wanted_WithTheShareOrMore_IsEmpty()
    {
        Assert.Empty(ShardBalance.Wanted(new HashSet<int> { 1, 2 }, None, share: 2, start: 0));
        Assert.Empty(ShardBalance.Wanted(new HashSet<int> { 1, 2, 3 }, None, share: 2, start: 0));
        Assert.Empty(ShardBalance.Wanted(None, None, share: 0, start: 0));
    }

    [Fact]
    public void Wanted_WithFewShardsFree_IsThoseShards() =>
        Assert.Equal([7], ShardBalance.Wanted(None, Lanes.AllShards.Except([7]).ToHashSet(), share: 32, start: 40));
}
