using System.Threading.Channels;

namespace Nudge.SchedulerService.Storage;

/// <summary>A write that waits for its commit.</summary>
internal interface IPendingWrite
{
    /// <summary>Gets about how much the write adds to a commit, in bytes.</summary>
    int Bytes { get; }

    /// <summary>Answers the caller: the write was not made.</summary>
    void Fail(Exception failure);
}

/// <summary>
/// Commits writes in batches. Writes that arrive during a commit share the next one, so a hundred callers cost one synchronous write to the disk.
/// After a failure that one write caused, each write of the batch gets a commit of its own, so that only that one fails.
/// </summary>
internal sealed class CommitBatcher<T> : IAsyncDisposable
    where T : IPendingWrite
{
    private const int MaxWrites = 1024;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Channel<T> _waiting = Channel.CreateUnbounded<T>();
    private readonly Func<IReadOnlyList<T>, Task> _commit;
    private readonly Func<Exception, bool> _isOfOne;
    private readonly Task _loops;

    /// <param name="writers">The number of commits that run at the same time.</param>
    /// <param name="commit">Writes a batch and answers its callers. It throws when it has written nothing.</param>
    /// <param name="isOfOne">
    /// Returns whether one write of a batch caused the failure. Otherwise the database did, and each write alone would fail as well, and slowly.
    /// </param>
    public CommitBatcher(int writers, Func<IReadOnlyList<T>, Task> commit, Func<Exception, bool> isOfOne)
    {
        _commit = commit;
        _isOfOne = isOfOne;
        _loops = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(RunAsync)));
    }

    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Add(T write) => ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(write), this);

    /// <summary>Commits the waiting writes, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loops;
    }

    private async Task RunAsync()
    {
        var batch = new List<T>(MaxWrites);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var bytes = 0; batch.Count < MaxWrites && bytes < MaxBytes && _waiting.Reader.TryRead(out var write); bytes += write.Bytes)
                batch.Add(write);
            if (batch.Count > 0)
                await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<T> batch)
    {
        try
        {
            await _commit(batch);
        }
        catch (Exception failure) when (batch.Count > 1 && _isOfOne(failure))
        {
            foreach (var write in batch)
                await CommitAsync([write]);
        }
        catch (Exception failure)
        {
            foreach (var write in batch)
                write.Fail(failure);
        }
    }
}
