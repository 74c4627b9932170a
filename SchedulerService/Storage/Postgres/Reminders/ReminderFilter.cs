using System.Text;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The SQL conditions of a query. All sources that the query reads share their parameters.</summary>
internal sealed class ReminderFilter
{
    private readonly ReminderQuery _query;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly StringBuilder _common = new();
    private readonly string _after;
    private readonly string _states;

    /// <param name="query">The query.</param>
    /// <param name="first">The parameter $1 of the statement, if the statement has one before those of the query.</param>
    public ReminderFilter(ReminderQuery query, NpgsqlParameter? first = null)
    {
        _query = query;
        if (first is not null)
            Add(first);
        _after = Add(Parameter.Of(query.After));
        _states = Add(Parameter.Of(query.States.Select(state => (int)state).ToArray()));
        Limit = Add(Parameter.Of(query.Limit));

        _common.Append(query.Owner is { } owner ? $"owner = {Add(Parameter.Text(ReminderRow.Clean(owner)))}" : "true");
        if (ReminderRow.Text(query.Recipient?.UserId) is { } user)
            _common.Append($" and user_id = {Add(Parameter.Text(user))}");
        if (ReminderRow.Text(query.Recipient?.ConversationId) is { } conversation)
            _common.Append($" and conversation_id = {Add(Parameter.Text(conversation))}");
        if (ReminderRow.Text(query.Recipient?.TenantId) is { } tenant)
            _common.Append($" and tenant_id = {Add(Parameter.Text(tenant))}");
        if (query.DueFrom is { } from)
            _common.Append($" and due_at >= {Add(Parameter.Of(from))}");
        if (query.DueBefore is { } before)
            _common.Append($" and due_at < {Add(Parameter.Of(before))}");
        if (query.Labels is { Count: > 0 } labels)
            _common.Append($" and labels <> '{{}}' and labels @> {Add(Parameter.Json(ReminderRow.Labels(labels)))}");
    }

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <summary>Gets the name of the parameter for the query's limit.</summary>
    public string Limit { get; }

    /// <summary>Gets the sources that keep reminders in one of the query's states.</summary>
    public IEnumerable<ReminderSource> Sources => ReminderSource.All.Where(Reads);

    /// <summary>Returns whether a source keeps reminders in one of the query's states.</summary>
    public bool Reads(ReminderSource source) => _query.States.Count == 0 || source.States.Any(_query.States.Contains);

    public string Where(ReminderSource source)
    {
        var where = $"{_common} and {source.Id} > {_after} and (cardinality({_states}) = 0 or {source.State} = any({_states}))";
        return source == ReminderSource.History ? $"{where} and ended" : where;
    }

    private string Add(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return $"${_parameters.Count}";
    }
}
