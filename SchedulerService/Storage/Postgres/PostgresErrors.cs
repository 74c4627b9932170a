using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// What an error of PostgreSQL means, in one table. A read-only server is a lost session. An error of the data is refused. Everything else is a store
/// that is away, and is tried again.
/// </summary>
internal static class PostgresErrors
{
    /// <summary>Returns true when the server answers but takes no writes: after a failover, the old primary.</summary>
    public static bool IsReadOnly(Exception failure) =>
        failure is ReadOnlyServerException or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Returns true when the data itself is the cause: a value, a limit of its size, or a kind that the server does not know.</summary>
    public static bool IsOfData(Exception failure) => failure is PostgresException refusal && refusal.SqlState[..2] is ("22" or "54" or "0A");

    /// <summary>Returns true when a row conflicts with one that is there.</summary>
    public static bool IsConflict(Exception? failure) => failure is PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>Makes the exception that an error means. Messages of PostgreSQL can quote data, so only the code is repeated.</summary>
    public static Exception ToStoreException(NpgsqlException failure) => IsOfData(failure)
        ? new DataRefusedException($"the store refuses it (SQLSTATE {((PostgresException)failure).SqlState})", failure)
        : new StoreUnavailableException(IsReadOnly(failure) ? "PostgreSQL is read-only" : "PostgreSQL cannot be used", failure);
}
