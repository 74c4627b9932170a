using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Classifies PostgreSQL errors. A read-only server is a lost session. An error in the data is refused. Every other error means that the store
/// is unavailable, and is retried.
/// </summary>
internal static class PostgresErrors
{
    /// <summary>Returns whether the server answers but takes no writes, as the old primary does after a failover.</summary>
    public static bool IsReadOnly(Exception failure) =>
        failure is ReadOnlyServerException or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Returns whether the data is the cause: its value, its size, or a feature that the server does not support.</summary>
    public static bool IsOfData(Exception failure) => failure is PostgresException refusal && refusal.SqlState[..2] is ("22" or "54" or "0A");

    /// <summary>Returns whether a row violates a constraint, such as a key that exists already.</summary>
    public static bool IsConflict(Exception? failure) => failure is PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>Returns the store exception for an error. PostgreSQL's messages can quote data, so only the error code is included.</summary>
    public static Exception ToStoreException(NpgsqlException failure) => IsOfData(failure)
        ? new DataRefusedException($"the store refuses the data (SQLSTATE {((PostgresException)failure).SqlState})", failure)
        : new StoreUnavailableException(IsReadOnly(failure) ? "PostgreSQL is read-only" : "PostgreSQL cannot be used", failure);
}
