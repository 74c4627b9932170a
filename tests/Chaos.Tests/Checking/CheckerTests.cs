using Nudge.Chaos.Checking;

namespace Nudge.Chaos.Tests.Checking;

/// <summary>The checker finds each kind of broken promise.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly List<Acknowledged> _acknowledged = [Reminder("one"), Reminder("two"), Reminder("three")];
    private readonly List<Acknowledged> _unacknowledged = [];
    private readonly List<Received> _received = [Message("one", 10.5), Message("two", 10.2), Message("three", 10)];
    private readonly List<Excuse> _excuses = [];

    [Fact]
    public void Check_EachReceivedOnce_IsClean()
    {
        var verdict = Check();

        Assert.True(verdict.IsClean);
        Assert.Empty(verdict.Explained);
    }

    [Fact]
    public void Check_AcknowledgedAndNotReceived_IsLost()
    {
        _received.RemoveAll(message => message.Text == "two");

        var verdict = Check();

        Assert.Equal(Reminder("two"), Assert.Single(verdict.Lost));
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Check_NeverAcknowledgedAndNotReceived_IsClean()
    {
        _unacknowledged.Add(Reminder("four"));

        Assert.True(Check().IsClean);
    }

    [Fact]
    public void Check_ReceivedAMillisecondBeforeDue_IsEarly()
    {
        _received[0] = Message("one", 9.999);

        var verdict = Check();

        Assert.Equal(_received[0], Assert.Single(verdict.Early));
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Check_NeverAcknowledgedAndReceivedEarly_IsEarly()
    {
        _unacknowledged.Add(Reminder("four"));
        _received.Add(Message("four", 9));

        Assert.Equal("four", Assert.Single(Check().Early).Text);
    }

    [Fact]
    public void Check_RepeatedEarly_IsEarly()
    {
        _excuses.Add(new Excuse("bot kill", At(0), At(20)));
        _received.Insert(0, Message("one", 9));

        Assert.Equal(Message("one", 9), Assert.Single(Check().Early));
    }

    [Fact]
    public void Check_RepeatedWithoutACause_IsUnexplained()
    {
        _received.Add(Message("two", 13));

        var verdict = Check();

        Assert.Equal(Message("two", 13), Assert.Single(verdict.Unexplained));
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Check_RepeatedAfterACause_IsExplainedByItsName()
    {
        _excuses.Add(new Excuse("bot kill", At(10), At(11)));
        _received.Add(Message("two", 40));

        var verdict = Check();

        Assert.True(verdict.IsClean);
        Assert.Equal(("bot kill", 1), Assert.Single(verdict.Explained.Select(cause => (cause.Key, cause.Value))));
    }

    [Fact]
    public void Check_RepeatedTwiceAfterOneCause_IsUnexplainedOnce()
    {
        _excuses.Add(new Excuse("bot kill", At(10), At(11)));
        _received.Add(Message("two", 50));
        _received.Add(Message("two", 40));

        var verdict = Check();

        Assert.Equal(Message("two", 50), Assert.Single(verdict.Unexplained));
        Assert.Equal(1, verdict.Explained["bot kill"]);
    }

    [Fact]
    public void Check_ReceivedOutsideTheCause_IsUnexplained()
    {
        _excuses.Add(new Excuse("bot kill", At(10.3), At(11)));
        _received.Add(Message("two", 10.4));

        Assert.Equal(Message("two", 10.4), Assert.Single(Check().Unexplained));
    }

    [Fact]
    public void Check_NeverAskedFor_IsUnknown()
    {
        _received.Add(Message("five", 12));

        var verdict = Check();

        Assert.Equal("five", Assert.Single(verdict.Unknown).Text);
        Assert.False(verdict.IsClean);
    }

    private Verdict Check() => Checker.Check(_acknowledged, _unacknowledged, _received, _excuses);

    private static Acknowledged Reminder(string text) => new(text, At(10));

    private static Received Message(string text, double second) => new(text, At(second));

    private static DateTimeOffset At(double second) => Start.AddSeconds(second);
}
