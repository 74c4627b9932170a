namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the settings that all nodes share.</summary>
public abstract class SettingConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task GetSetting_NeverSet_ReturnsNull() => Assert.Null(await Store.GetSettingAsync("tzdb", CancellationToken.None));

    [Theory]
    [InlineData("2026b")]
    [InlineData("")]
    [InlineData("it's 👋")]
    public async Task SetSetting_AnyValue_IsReadBack(string value)
    {
        await Store.SetSettingAsync("tzdb", value);
        await Store.SetSettingAsync("other", "x");

        Assert.Equal(value, await Store.GetSettingAsync("tzdb", CancellationToken.None));
    }

    [Fact]
    public async Task SetSetting_Twice_KeepsTheLastValue()
    {
        await Store.SetSettingAsync("tzdb", "2026a");
        await Store.SetSettingAsync("tzdb", "2026b");

        Assert.Equal("2026b", await Store.GetSettingAsync("tzdb", CancellationToken.None));
    }
}
