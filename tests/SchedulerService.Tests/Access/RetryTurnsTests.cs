using Microsoft.Extensions.Time.Testing;
using Nudge.SchedulerService.Access;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests when refused callers are told to come back.</summary>
public sealed class RetryTurnsTests
{
    private const int Rate = 10;

    private readonly FakeTimeProvider _clock = new();
    private readonly RetryTurns _turns;

    public RetryTurnsTests() => _turns = new RetryTurns(_clock);

    [Fact]
    public void Take_SeveralAtOnce_ComeBackAtTheRate() =>
        Assert.Equal([100, 200, 300], Enumerable.Range(0, 3).Select(_ => _turns.Take("owner", Rate).TotalMilliseconds));

    [Fact]
    public void Take_OfAnotherOwner_IsNotDelayed()
    {
        _turns.Take("owner", Rate);

        Assert.Equal(TimeSpan.FromSeconds(1), _turns.Take("other", rate: 1));
    }

    [Fact]
    public void Take_AfterTheTurnsHavePassed_IsTheShortestWait()
    {
        _turns.Take("owner", Rate);
        _turns.Take("owner", Rate);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(100, _turns.Take("owner", Rate).TotalMilliseconds);
    }

    [Fact]
    public void Take_BeyondTheLongestWait_StartsAgain()
    {
        var many = (int)RetryTurns.Longest.TotalSeconds * Rate;

        var waits = Enumerable.Range(0, 2 * many).Select(_ => _turns.Take("owner", Rate)).ToList();

        Assert.Equal(RetryTurns.Longest, waits.Max());
        Assert.All(waits.GroupBy(wait => wait), turn => Assert.Equal(2, turn.Count()));
    }
}
