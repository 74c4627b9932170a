using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The used request ids and the reminders that they created.</summary>
internal static class Requests
{
    public static async Task<Creation.Repeated?> FindAsync(NpgsqlConnection connection, RequestKey request, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            "select reminder_id, content_hash from request where owner = $1 and request_id = $2",
            Parameter.Text(ReminderRow.Clean(request.Owner)), Parameter.Text(ReminderRow.Clean(request.RequestId)));
        var found = await command.ReadAllAsync(row => (Id: row.GetGuid(0), Hash: row.GetFieldValue<byte[]>(1)), cancellationToken);
        if (found.Count == 0)
            return null;

        var (id, hash) = found[0];
        return new Creation.Repeated(id, request.ContentHash.AsSpan().SequenceEqual(hash), await ReminderLookup.FindAsync(connection, id, owner: null, cancellationToken));
    }

    public static Task<int> ForgetAsync(NpgsqlConnection connection, Instant before, int limit) => connection.ExecuteAsync(
        """
        delete from request
        where (owner, request_id) in
              (select owner, request_id from request where created_at < $1 order by created_at limit $2 for update skip locked)
        """,
        Parameter.Of(before), Parameter.Of(limit));
}
