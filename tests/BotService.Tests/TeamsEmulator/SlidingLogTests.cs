using Nudge.TeamsEmulator.Limits;

namespace Nudge.BotService.Tests.TeamsEmulator;

public sealed class SlidingLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Wait_InAnyWindow_LastsUntilEveryLimitHasRoom(int seed)
    {
        Limit[] limits = [new(3, TimeSpan.FromSeconds(1)), new(5, TimeSpan.FromSeconds(3)), new(20, TimeSpan.FromSeconds(60))];
        var log = new SlidingLog(limits);
        var random = new Random(seed);
        var taken = new List<DateTimeOffset>();
        var now = Start;
        for (var i = 0; i < 3_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(700));
            var hasRoom = limits.All(limit => taken.Count(call => call > now - limit.Window) < limit.Count);
            var wait = log.Wait(now);

            Assert.Equal(hasRoom, wait <= TimeSpan.Zero);
            if (hasRoom)
            {
                log.Add(now);
                taken.Add(now);
            }
            else
            {
                Assert.All(limits, limit => Assert.True(taken.Count(call => call > now + wait - limit.Window) < limit.Count));
            }
        }

        Assert.InRange(taken.Count, 200, 400);
    }
}
