namespace Nudge.Fuzz.Deployments;

/// <summary>The kind of the scheduler's store.</summary>
internal enum StoreKind
{
    Sqlite,
    Postgres,
}
