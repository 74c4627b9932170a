namespace Nudge.Client.Tests.Registration;

public sealed class RequestIdsTests
{
    [Fact]
    public async Task Next_InATurn_IsTheSameInEachRun()
    {
        var first = await RunAsync("activity-1");
        var second = await RunAsync("activity-1");

        Assert.Equal(["activity-1/1", "activity-1/2"], first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Next_OutsideOfATurn_IsNeverTheSame() => Assert.NotEqual(RequestIds.Next(), RequestIds.Next());

    [Fact]
    public void Next_AfterAnInnerTurn_ContinuesTheOuterTurn()
    {
        using var outer = RequestIds.Begin("outer");
        RequestIds.Next();
        using (RequestIds.Begin("inner"))
            Assert.Equal("inner/1", RequestIds.Next());

        Assert.Equal("outer/2", RequestIds.Next());
    }

    private static async Task<string[]> RunAsync(string turn)
    {
        using var begun = RequestIds.Begin(turn);
        var first = RequestIds.Next();
        await Task.Yield();
        return [first, RequestIds.Next()];
    }
}
