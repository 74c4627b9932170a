using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Writes a batch of outcomes in one round trip and one commit.</summary>
internal sealed class Settling
{
    private readonly IReadOnlyList<Settlement> _settlements;
    private readonly List<OutcomeRow> _outcomes = [];
    private readonly List<(int Number, Settlement.Unreachable Outcome)> _unreachable = [];
    private readonly List<OutcomeRow> _repeated = [];

    public Settling(IReadOnlyList<Settlement> settlements)
    {
        _settlements = settlements;
        var keys = new HashSet<DeliveryKey>();
        for (var number = 0; number < settlements.Count; number++)
        {
            if (settlements[number] is Settlement.Unreachable unreachable)
                _unreachable.Add((number, unreachable));
            else if (keys.Add(settlements[number].Reminder.Key))
                _outcomes.Add(OutcomeRow.Of(number, settlements[number]));
            else
                _repeated.Add(OutcomeRow.Of(number, settlements[number]));
        }

        // In the order of the index. No lock is waited for, so it is not for the sake of the locks.
        _outcomes.Sort((left, right) => left.Settlement.Reminder.Key.Id.CompareTo(right.Settlement.Reminder.Key.Id));
    }

    /// <summary>The instants at which it writes history.</summary>
    public IEnumerable<long> Instants => _settlements.Select(settlement => settlement.At);

    public async Task<Settled[]> WriteAsync(NpgsqlConnection connection, NodeName node)
    {
        // Of what was changed nothing is heard.
        var settled = new Settled[_settlements.Count];
        if (settled.Length == 0)
            return settled;

        await using var batch = new NpgsqlBatch(connection);
        if (_outcomes.Count > 0)
            batch.BatchCommands.Add(SettleStatement.Create(_outcomes, node));
        // What repeats an outcome finds its reminder changed by the first: a statement of its own sees that.
        if (_repeated.Count > 0)
            batch.BatchCommands.Add(SettleStatement.Create(_repeated, node));
        // Last: pausing a recipient's reminders makes outcomes stale, and those of this commit are none the less true.
        if (_unreachable.Count > 0)
            batch.BatchCommands.Add(UnreachableStatement.Create(_unreachable));

        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
                settled[reader.GetInt32(0)] = reader.GetBoolean(1) ? Settled.Written : Settled.Held;
        }
        while (await reader.NextResultAsync());
        return settled;
    }
}
