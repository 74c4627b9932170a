using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Peers;

/// <summary>An empty database for a peer in this process. It pools connections and prepared statements until it is disposed of.</summary>
internal sealed class PeerDatabase : IDisposable
{
    private PeerDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<PeerDatabase> CreateAsync(StoreServer server) =>
        new(new NpgsqlConnectionStringBuilder(await server.CreateAsync()) { Pooling = true, MaxPoolSize = 100, MaxAutoPrepare = 50 }.ConnectionString);

    public async Task<long> CountAsync(string query)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
