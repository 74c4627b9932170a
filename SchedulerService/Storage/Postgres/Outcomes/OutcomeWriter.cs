using System.Diagnostics;
using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Writes a batch of outcomes in one round trip and one commit. Outcomes that <see cref="DeliveredStatement"/> cannot write need a second one.
/// </summary>
internal sealed class OutcomeWriter
{
    private readonly IReadOnlyList<Settlement> _settlements;
    private readonly List<OutcomeRow> _delivered = [];
    private readonly List<OutcomeRow> _others = [];
    private readonly List<(int Number, Settlement.Unreachable Outcome)> _unreachable = [];
    private readonly List<OutcomeRow> _repeated = [];

    public OutcomeWriter(IReadOnlyList<Settlement> settlements)
    {
        _settlements = settlements;
        var keys = new HashSet<DeliveryKey>(settlements.Count);
        for (var number = 0; number < settlements.Count; number++)
        {
            var settlement = settlements[number];
            if (settlement is Settlement.Unreachable unreachable)
                _unreachable.Add((number, unreachable));
            else if (!keys.Add(settlement.Reminder.Key))
                _repeated.Add(OutcomeRow.Of(number, settlement));
            else if (DeliveredStatement.IsFor(settlement))
                _delivered.Add(OutcomeRow.Of(number, settlement));
            else
                _others.Add(OutcomeRow.Of(number, settlement));
        }

        // In the order of the index, which is also the order in which other statements take locks.
        _delivered.Sort(ById);
        _others.Sort(ById);
    }

    /// <summary>Gets the instants of the outcomes in the history.</summary>
    public IEnumerable<Instant> Instants => _settlements.Select(settlement => settlement.At);

    public async Task<Settled[]> WriteAsync(NpgsqlConnection connection, NodeName node)
    {
        var started = Stopwatch.GetTimestamp();
        // Starts as Settled.Stale: the statements do not report changed reminders.
        var settled = new Settled[_settlements.Count];

        // Outcomes that affect each other need a fixed order, so the statements that can write any outcome write them.
        if (_delivered.Count > 0 && _repeated.Count == 0 && _unreachable.Count == 0)
            await WriteDeliveredAsync(connection, node, settled);
        else
            await WriteAnyAsync(connection, node, settled, [.. _delivered, .. _others]);
        if (CommitMetrics.AreEnabled)
            CommitMetrics.Record(CommitMetrics.Settle, _settlements.Count, Stopwatch.GetElapsedTime(started));
        return settled;
    }

    private async Task WriteDeliveredAsync(NpgsqlConnection connection, NodeName node, Settled[] settled)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            DeliveredStatement.AddTo(batch, _delivered, node);
            if (_others.Count > 0)
                SettleStatement.AddTo(batch, _others, node);
            await ReadAsync(batch, settled);
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Another transaction locked a row after the check, and kept the lock. Nothing was written.
            await WriteAnyAsync(connection, node, settled, [.. _delivered, .. _others]);
            return;
        }

        var left = _delivered.FindAll(row => settled[row.Number] == Settled.Stale);
        if (left.Count == 0)
            return;
        try
        {
            await WriteAnyAsync(connection, node, settled, left);
        }
        catch (NpgsqlException failure) when (settled.Contains(Settled.Written) && (failure is not PostgresException refusal || !HistoryPartitions.IsMissing(refusal)))
        {
            // The other outcomes are written and must not be written again. A lock conflict makes the caller settle only these again.
            foreach (var row in left)
                settled[row.Number] = Settled.LockConflict;
        }
    }

    private async Task WriteAnyAsync(NpgsqlConnection connection, NodeName node, Settled[] settled, List<OutcomeRow> outcomes)
    {
        // In the order of the index, for speed only: the statement does not wait for locks.
        outcomes.Sort(ById);
        await using var batch = new NpgsqlBatch(connection);
        if (outcomes.Count > 0)
            SettleStatement.AddTo(batch, outcomes, node);
        // A second outcome of a reminder must see the change that the first one made, so it needs a later statement.
        if (_repeated.Count > 0)
            SettleStatement.AddTo(batch, _repeated, node);
        // Last: pausing a recipient's reminders changes their revision, which would make other outcomes of this commit stale.
        if (_unreachable.Count > 0)
            UnreachableStatement.AddTo(batch, _unreachable);
        await ReadAsync(batch, settled);
    }

    private static async Task ReadAsync(NpgsqlBatch batch, Settled[] settled)
    {
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                var became = reader.GetBoolean(1) ? Settled.Written : Settled.LockConflict;
                foreach (var number in reader.GetFieldValue<int[]>(0))
                    settled[number] = became;
            }
        }
        while (await reader.NextResultAsync());
    }

    private static int ById(OutcomeRow left, OutcomeRow right) => left.Settlement.Reminder.Key.Id.CompareTo(right.Settlement.Reminder.Key.Id);
}
