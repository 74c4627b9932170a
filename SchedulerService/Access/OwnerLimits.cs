using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

/// <summary>Limits what each owner uses, so that one owner does not slow down the others. A refusal costs no store access.</summary>
internal sealed class OwnerLimits : IDisposable
{
    /// <summary>When to try again for a place that another call must give up first.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly PendingCounts _pending;
    private readonly RetryTurns _retries;
    private readonly IDisposable? _changes;
    private readonly PartitionedRateLimiter<Quota> _creations;
    private readonly PartitionedRateLimiter<Quota> _streams;
    private volatile AccessOptions _options;

    public OwnerLimits(IOptionsMonitor<AccessOptions> options, PendingCounts pending, TimeProvider clock)
    {
        _pending = pending;
        _retries = new RetryTurns(clock);
        _options = options.CurrentValue;
        _changes = options.OnChange(changed => _options = changed);
        _creations = PartitionedRateLimiter.Create<Quota, Quota>(quota => RateLimitPartition.GetTokenBucketLimiter(quota, AtTheRateOf));
        _streams = PartitionedRateLimiter.Create<Quota, Quota>(quota => RateLimitPartition.GetConcurrencyLimiter(
            quota, key => new ConcurrencyLimiterOptions { PermitLimit = key.Limit }));
    }

    /// <summary>Returns the limits of an owner.</summary>
    public LimitOptions Of(string owner) => _options.LimitsOf(owner);

    /// <summary>Takes a registration out of the owner's rate. A request of a stream waits for its turn, which slows the stream down.</summary>
    /// <exception cref="QuotaExceededException">The owner registers too fast.</exception>
    public ValueTask TakeCreationAsync(string owner, bool isOfStream, CancellationToken cancellationToken) => Of(owner).CreationsPerSecond switch
    {
        null => ValueTask.CompletedTask,
        { } rate when isOfStream => WaitAsync(new Quota(owner, rate), cancellationToken),
        { } rate => TakeNow(new Quota(owner, rate)),
    };

    /// <summary>Requires that the owner may have one more live reminder.</summary>
    /// <exception cref="QuotaExceededException">The owner has as many as it may.</exception>
    public void RequireRoom(string owner)
    {
        if (Of(owner).PendingReminders is { } limit && _pending.Of(owner) >= limit)
            throw new QuotaExceededException("pending_reminders", limit, $"the owner '{owner}' has {limit} live reminders, its limit", PendingCounts.Interval);
    }

    /// <summary>Counts a new reminder of an owner.</summary>
    public void Created(string owner)
    {
        if (Of(owner).PendingReminders is not null)
            _pending.Add(owner);
    }

    /// <summary>Opens a stream or a watch of an owner. It is open until the result is disposed of.</summary>
    /// <exception cref="QuotaExceededException">The owner has too many open.</exception>
    public IDisposable OpenStream(string owner)
    {
        var limit = Of(owner).Streams;
        var place = _streams.AttemptAcquire(new Quota(owner, limit));
        return place.IsAcquired ? place : throw new QuotaExceededException("streams", limit, $"the owner '{owner}' has {limit} open streams, its limit", Soon);
    }

    public void Dispose()
    {
        _changes?.Dispose();
        _creations.Dispose();
        _streams.Dispose();
    }

    private static TokenBucketRateLimiterOptions AtTheRateOf(Quota quota)
    {
        // About ten times a second, at the exact rate.
        var portion = Math.Max(1, quota.Limit / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = quota.Limit,
            TokensPerPeriod = portion,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)portion / quota.Limit),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
    }

    private ValueTask TakeNow(Quota quota)
    {
        using var lease = _creations.AttemptAcquire(quota);
        if (lease.IsAcquired)
            return ValueTask.CompletedTask;
        var (owner, rate) = quota;
        var turn = _retries.Take(owner, rate);
        // The limiter takes no registration before its next portion.
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var portion) && portion > turn ? portion : turn;
        throw new QuotaExceededException("creations_per_second", rate, $"the owner '{owner}' may register {rate} reminders a second", retryAfter);
    }

    private async ValueTask WaitAsync(Quota quota, CancellationToken cancellationToken)
    {
        using var lease = await _creations.AcquireAsync(quota, permitCount: 1, cancellationToken);
    }

    /// <summary>A limit of an owner. A changed limit is another quota, which is in force at once.</summary>
    private readonly record struct Quota(string Owner, int Limit);
}
