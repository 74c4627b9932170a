using Nudge.Servers;

namespace Nudge.Fuzz.Deployments;

/// <summary>An empty store, which is removed when this object is disposed of.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly PostgresServer? _server;
    private readonly DirectoryInfo? _folder;

    private Store(string connectionString, PostgresServer? server, DirectoryInfo? folder) =>
        (ConnectionString, _server, _folder) = (connectionString, server, folder);

    public string ConnectionString { get; }

    public static async Task<Store> CreateAsync(StoreKind kind)
    {
        if (kind == StoreKind.Postgres)
        {
            var server = await PostgresServer.StartAsync();
            return new Store(await server.CreateDatabaseAsync(), server, null);
        }

        var folder = Directory.CreateTempSubdirectory("nudge-fuzz-");
        return new Store($"Data Source={Path.Combine(folder.FullName, "reminders.db")}", null, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
