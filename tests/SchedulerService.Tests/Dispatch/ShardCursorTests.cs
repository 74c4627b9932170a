using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class ShardCursorTests
{
    private readonly ShardCursor _cursor = new();

    [Fact]
    public void Enter_TheFirstTime_ReadsFromTheStart()
    {
        _cursor.Enter(from: 5_000);

        Assert.Equal(ScanPosition.Start, _cursor.Position);
    }

    [Fact]
    public void Enter_AfterAPass_StartsAtItsEnd()
    {
        FinishPass(to: 100_000);

        _cursor.Enter(from: 100_500);

        Assert.Equal(ScanPosition.Before(100_000), _cursor.Position);
    }

    [Fact]
    public void Enter_WithAnEarlierInstant_StartsThere()
    {
        FinishPass(to: 100_000);

        _cursor.Enter(from: 20_000);

        Assert.Equal(ScanPosition.Before(20_000), _cursor.Position);
    }

    [Fact]
    public void Enter_WithinAPass_ContinuesAndLeavesEarlierRowsToTheNextPass()
    {
        FinishPass(to: 100_000);
        _cursor.Enter(from: 100_500);
        var page = new ScanPosition(200_000, Guid.NewGuid());
        _cursor.Advance(page);

        _cursor.Enter(from: 150_000);
        Assert.Equal(page, _cursor.Position);

        Assert.True(_cursor.Leave(to: 300_000));
        _cursor.Enter(from: long.MaxValue);
        Assert.Equal(ScanPosition.Before(150_000), _cursor.Position);
    }

    [Fact]
    public void Enter_WithARewindWithinAPass_ReadsEverythingInTheNextPass()
    {
        FinishPass(to: 100_000);
        _cursor.Enter(from: 100_500);

        _cursor.Enter(from: long.MinValue);

        Assert.True(_cursor.Leave(to: 100_600));
        _cursor.Enter(from: long.MaxValue);
        Assert.Equal(ScanPosition.Start, _cursor.Position);
    }

    private void FinishPass(long to)
    {
        _cursor.Enter(to);
        Assert.False(_cursor.Leave(to));
    }
}
