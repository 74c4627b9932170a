namespace Nudge.Bench.Deployments;

/// <summary>The kind of store.</summary>
internal enum StoreKind
{
    Postgres,
    Sqlite,
}
