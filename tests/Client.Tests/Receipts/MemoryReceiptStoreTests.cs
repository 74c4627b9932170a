using Microsoft.Extensions.Time.Testing;

namespace Nudge.Client.Tests.Receipts;

public sealed class MemoryReceiptStoreTests : ReceiptStoreConformance
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryReceiptStore _store;

    public MemoryReceiptStoreTests() => _store = new MemoryReceiptStore(_time);

    protected override IReceiptStore Store => _store;

    [Fact]
    public async Task Find_AfterADay_ReturnsNull()
    {
        await _store.SetAsync("old", "a");
        _time.Advance(TimeSpan.FromHours(23));
        await _store.ReplaceAsync("new", null, "b");
        Assert.Equal("a", await _store.FindAsync("old"));

        _time.Advance(TimeSpan.FromHours(2));
        await _store.ReplaceAsync("newer", null, "c");

        Assert.Null(await _store.FindAsync("old"));
        Assert.Equal("b", await _store.FindAsync("new"));
    }
}
