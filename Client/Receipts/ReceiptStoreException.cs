namespace Nudge.Client;

/// <summary>The store of the receipts does not answer, or refuses the command.</summary>
/// <param name="innerException">The store's own error.</param>
public sealed class ReceiptStoreException(Exception innerException) : Exception("the store of the delivery receipts cannot be reached", innerException);
