using System.Collections.Concurrent;

namespace Nudge.Client;

/// <summary>
/// Keeps receipts in the memory of one process. A message is sent once while the process lives. A process that ends between a send and its answer
/// sends the message again after its restart. Use <see cref="RedisReceiptStore"/> where that matters, or where two processes serve the callback.
/// </summary>
/// <param name="time">The clock by which receipts expire.</param>
public sealed class MemoryReceiptStore(TimeProvider time) : IReceiptStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (string Text, DateTimeOffset Until)> _receipts = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <inheritdoc/>
    public Task<string?> FindAsync(string name) => Task.FromResult(_receipts.TryGetValue(name, out var found) ? found.Text : null);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? present, string receipt)
    {
        Sweep();
        if (present is null)
            return Task.FromResult(_receipts.TryAdd(name, (receipt, Until)));
        return Task.FromResult(
            _receipts.TryGetValue(name, out var found) && found.Text == present && _receipts.TryUpdate(name, (receipt, Until), found));
    }

    /// <inheritdoc/>
    public Task SetAsync(string name, string receipt)
    {
        _receipts[name] = (receipt, Until);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string name, string present)
    {
        if (_receipts.TryGetValue(name, out var receipt) && receipt.Text == present)
            _receipts.TryRemove(KeyValuePair.Create(name, receipt));
        return Task.CompletedTask;
    }

    private DateTimeOffset Until => time.GetUtcNow() + Kept;

    private void Sweep()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _sweptAt)) < SweepInterval)
            return;
        Volatile.Write(ref _sweptAt, time.GetTimestamp());
        foreach (var receipt in _receipts.Where(receipt => receipt.Value.Until < time.GetUtcNow()))
            _receipts.TryRemove(receipt);
    }
}
