using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Nudge.Client;

/// <summary>
/// The outcomes that the receipts may not have, because the store did not answer. This process remembers them, and records them when the store answers
/// again. Otherwise another process would take a message that was sent for an ambiguous one.
/// </summary>
internal sealed class UnrecordedOutcomes : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Unrecorded> _outcomes = new();
    private readonly PeriodicTimer _timer;
    private readonly ILogger<UnrecordedOutcomes> _logger;

    public UnrecordedOutcomes(TimeProvider time, ILogger<UnrecordedOutcomes> logger)
    {
        _timer = new PeriodicTimer(Interval, time);
        _logger = logger;
        _ = RecordAllAsync();
    }

    /// <summary>Returns the outcome of a message; null when this process remembers none.</summary>
    public DeliveryOutcome? Find(string name) => _outcomes.GetValueOrDefault(name)?.Outcome;

    /// <summary>Remembers an outcome until it is recorded.</summary>
    public void Add(string name, DeliveryReceipt receipt, DeliveryOutcome outcome) => _outcomes[name] = new Unrecorded(receipt, outcome);

    /// <summary>Forgets the outcome of a message.</summary>
    public void Remove(string name) => _outcomes.TryRemove(name, out _);

    public void Dispose() => _timer.Dispose();

    /// <summary>Records the outcomes until this object is disposed of.</summary>
    private async Task RecordAllAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            await Task.WhenAll(_outcomes.Select(RecordAsync));
    }

    private async Task RecordAsync(KeyValuePair<string, Unrecorded> outcome)
    {
        try
        {
            await outcome.Value.Receipt.EndAsync(outcome.Value.Outcome);
        }
        catch (ReceiptStoreException)
        {
            // The log has the first failure. The next tick tries again.
            return;
        }
        catch (Exception failure)
        {
            // The store breaks its contract. It must not keep the other outcomes from being recorded.
            _logger.StoreUnavailable(failure);
        }

        // Only this one: the message may have a later outcome by now.
        _outcomes.TryRemove(outcome);
    }

    private sealed record Unrecorded(DeliveryReceipt Receipt, DeliveryOutcome Outcome);
}
