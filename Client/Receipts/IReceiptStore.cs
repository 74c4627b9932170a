namespace Nudge.Client;

/// <summary>
/// Keeps the receipts of messages, so that a message is sent once. A receipt is a short text under a name. The bot's processes share the store.
/// Each method throws <see cref="ReceiptStoreException"/> when the store does not answer.
/// </summary>
/// <remarks>A store keeps a receipt for at least a day after its last change. By then the scheduler has settled the delivery, with its retries.</remarks>
public interface IReceiptStore
{
    /// <summary>Returns the receipt with a name; null when there is none.</summary>
    /// <param name="name">The name of the receipt.</param>
    Task<string?> FindAsync(string name);

    /// <summary>Writes a receipt if it has not changed since it was read.</summary>
    /// <param name="name">The name of the receipt.</param>
    /// <param name="present">The receipt as it was read; null when there was none.</param>
    /// <param name="receipt">The new receipt.</param>
    /// <returns>False when the receipt has changed. Nothing is written then.</returns>
    Task<bool> ReplaceAsync(string name, string? present, string receipt);

    /// <summary>Writes a receipt, whatever it is now.</summary>
    /// <param name="name">The name of the receipt.</param>
    /// <param name="receipt">The new receipt.</param>
    Task SetAsync(string name, string receipt);

    /// <summary>Deletes a receipt if it has not changed since it was read.</summary>
    /// <param name="name">The name of the receipt.</param>
    /// <param name="present">The receipt as it was read.</param>
    Task RemoveAsync(string name, string present);
}
