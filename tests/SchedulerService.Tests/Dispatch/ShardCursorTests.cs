using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class ShardCursorTests
{
    private readonly ShardCursor _cursor = new();

    [Fact]
    public void Enter_TheFirstTime_ReadsFromTheStart()
    {
        _cursor.Enter(from: At(5_000));

        Assert.Equal(ScanPosition.Start, _cursor.Position);
    }

    [Fact]
    public void Enter_AfterAPass_StartsAtItsEnd()
    {
        FinishPass(to: At(100_000));

        _cursor.Enter(from: At(100_500));

        Assert.Equal(ScanPosition.Before(At(100_000)), _cursor.Position);
    }

    [Fact]
    public void Enter_WithAnEarlierInstant_StartsThere()
    {
        FinishPass(to: At(100_000));

        _cursor.Enter(from: At(20_000));

        Assert.Equal(ScanPosition.Before(At(20_000)), _cursor.Position);
    }

    [Fact]
    public void Enter_WithinAPass_ContinuesAndLeavesEarlierRowsToTheNextPass()
    {
        FinishPass(to: At(100_000));
        _cursor.Enter(from: At(100_500));
        var page = new ScanPosition(At(200_000), Guid.NewGuid());
        _cursor.Advance(page);

        _cursor.Enter(from: At(150_000));
        Assert.Equal(page, _cursor.Position);

        Assert.True(_cursor.Leave(to: At(300_000)));
        _cursor.Enter(from: Instant.Never);
        Assert.Equal(ScanPosition.Before(At(150_000)), _cursor.Position);
    }

    [Fact]
    public void Enter_WithARewindWithinAPass_ReadsEverythingInTheNextPass()
    {
        FinishPass(to: At(100_000));
        _cursor.Enter(from: At(100_500));

        _cursor.Enter(from: Instant.Earliest);

        Assert.True(_cursor.Leave(to: At(100_600)));
        _cursor.Enter(from: Instant.Never);
        Assert.Equal(ScanPosition.Start, _cursor.Position);
    }

    private static Instant At(long milliseconds) => new(milliseconds);

    private void FinishPass(Instant to)
    {
        _cursor.Enter(to);
        Assert.False(_cursor.Leave(to));
    }
}
