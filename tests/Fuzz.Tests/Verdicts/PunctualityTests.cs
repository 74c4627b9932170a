using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz.Tests.Verdicts;

public sealed class PunctualityTests
{
    private static readonly DateTimeOffset Due = new(2027, 1, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Punctuality _punctuality = new();

    [Fact]
    public void Judge_OnTime_IsNoFailure() => Assert.Empty(Judge(0, 999));

    [Fact]
    public void Judge_BeforeTheDueTime_IsEarly() => Assert.Equal(FailureName.ReminderEarly, Assert.Single(Judge(-1)));

    [Fact]
    public void Judge_MoreThanASecondAfterTheDueTime_IsLate() => Assert.Equal(FailureName.ReminderLate, Assert.Single(Judge(1001)));

    [Fact]
    public void Judge_WithoutAnArrival_IsLost()
    {
        _punctuality.Expect("lost", Due);

        Assert.Equal(FailureName.ReminderLost, Assert.Single(Judge(0)));
        Assert.False(_punctuality.IsComplete);
    }

    [Fact]
    public void Judge_WithTwoArrivals_IsDoubled()
    {
        _punctuality.Arrived("0", Due);

        Assert.Equal(FailureName.ReminderDoubled, Assert.Single(Judge(0)));
    }

    /// <summary>Judges reminders that arrive some milliseconds after their due time.</summary>
    private List<FailureName> Judge(params int[] milliseconds)
    {
        for (var i = 0; i < milliseconds.Length; i++)
        {
            _punctuality.Expect($"{i}", Due);
            _punctuality.Arrived($"{i}", Due.AddMilliseconds(milliseconds[i]));
        }

        var findings = new Findings();
        _punctuality.Judge(findings);
        return [.. findings.Failures.Select(failure => failure.First.Name)];
    }
}
