namespace Nudge.Client.Tests.Receipts;

/// <summary>What each store of receipts keeps to.</summary>
public abstract class ReceiptStoreConformance
{
    private readonly string _name = Guid.NewGuid().ToString();

    protected abstract IReceiptStore Store { get; }

    [Fact]
    public async Task Find_UnknownName_ReturnsNull() => Assert.Null(await Store.FindAsync(_name));

    [Fact]
    public async Task Replace_UnknownName_WritesOnce()
    {
        Assert.True(await Store.ReplaceAsync(_name, null, "a"));
        Assert.False(await Store.ReplaceAsync(_name, null, "b"));

        Assert.Equal("a", await Store.FindAsync(_name));
    }

    [Fact]
    public async Task Replace_ChangedReceipt_WritesNothing()
    {
        await Store.SetAsync(_name, "a");

        Assert.False(await Store.ReplaceAsync(_name, "b", "c"));
        Assert.Equal("a", await Store.FindAsync(_name));
        Assert.True(await Store.ReplaceAsync(_name, "a", "c"));
        Assert.Equal("c", await Store.FindAsync(_name));
    }

    [Fact]
    public async Task Replace_ByManyAtOnce_SucceedsForOne()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => Store.ReplaceAsync(_name, null, $"{i}"))));

        Assert.Equal($"{Array.IndexOf(written, true)}", await Store.FindAsync(_name));
        Assert.Single(written, true);
    }

    [Fact]
    public async Task Remove_ChangedReceipt_KeepsIt()
    {
        await Store.SetAsync(_name, "a");

        await Store.RemoveAsync(_name, "b");
        Assert.Equal("a", await Store.FindAsync(_name));
        await Store.RemoveAsync(_name, "a");
        Assert.Null(await Store.FindAsync(_name));
    }
}
