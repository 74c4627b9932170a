using Nudge.BotService.Reminders;

namespace Nudge.BotService.Tests.Reminders;

public sealed class DelayTests
{
    [Theory]
    [InlineData("00:10:00", "10 minutes")]
    [InlineData("00:01:00", "1 minute")]
    [InlineData("01:00:30", "1 hour")]
    [InlineData("01:01:30", "1 hour 1 minute")]
    [InlineData("3.04:05:06", "3 days 4 hours")]
    [InlineData("00:00:00", "a moment")]
    [InlineData("-00:00:05", "a moment")]
    public void InWords_Delay_ReturnsItsTwoLargestUnits(string delay, string words) =>
        Assert.Equal(words, Delay.InWords(TimeSpan.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)));
}
