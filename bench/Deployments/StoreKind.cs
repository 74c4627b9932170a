namespace Nudge.Bench.Deployments;

/// <summary>What keeps the reminders.</summary>
internal enum StoreKind
{
    Postgres,
    Sqlite,
}
