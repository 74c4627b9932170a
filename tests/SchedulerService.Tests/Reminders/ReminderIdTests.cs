using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Tests.Reminders;

public sealed class ReminderIdTests
{
    [Fact]
    public void New_ManyIdsInOneMillisecond_SortInOrderOfCreation()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_000);

        var ids = Enumerable.Range(0, 10_000).Select(_ => ReminderId.New(now)).ToList();

        Assert.Equal(ids, ids.OrderBy(id => Convert.ToHexString(ReminderId.ToBytes(id)), StringComparer.Ordinal));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Count, ids.Select(id => Convert.ToHexString(ReminderId.ToBytes(id), 8, 8)).Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 2), (id.Version, id.Variant >> 2)));
    }

    [Fact]
    public void ToBytes_RandomIds_SortLikeText()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => Guid.NewGuid()).ToList();

        var byBytes = ids.OrderBy(id => Convert.ToHexString(ReminderId.ToBytes(id)), StringComparer.Ordinal);
        var byText = ids.OrderBy(ReminderId.Format, StringComparer.Ordinal);

        Assert.Equal(byText, byBytes);
    }

    [Theory]
    [InlineData("01890a5dac96774bbcceb302099a8057")]
    [InlineData("{01890a5d-ac96-774b-bcce-b302099a8057}")]
    [InlineData(" 01890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("01890A5D-AC96-774B-BCCE-B302099A8057")]
    public void TryParse_NonCanonicalForm_ReturnsFalse(string text) => Assert.False(ReminderId.TryParse(text, out _));
}
