namespace Nudge.SchedulerService.Tests.Storage.Conformance;

public abstract class SettingConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task GetSetting_NeverSet_IsNull() => Assert.Null(await Store.GetSettingAsync("tzdb", CancellationToken.None));

    [Theory]
    [InlineData("2026b")]
    [InlineData("")]
    [InlineData("it's 👋")]
    public async Task SetSetting_IsReadBack(string value)
    {
        await Store.SetSettingAsync("tzdb", value);
        await Store.SetSettingAsync("other", "x");

        Assert.Equal(value, await Store.GetSettingAsync("tzdb", CancellationToken.None));
    }

    [Fact]
    public async Task SetSetting_Again_IsTheLast()
    {
        await Store.SetSettingAsync("tzdb", "2026a");
        await Store.SetSettingAsync("tzdb", "2026b");

        Assert.Equal("2026b", await Store.GetSettingAsync("tzdb", CancellationToken.None));
    }
}
