using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Tests of nodes that share a database of their own.</summary>
[Collection(InRealTime.Name)]
public abstract class NodesTest(PostgresCluster cluster) : IAsyncLifetime
{
    private int _hosts;

    internal string Database { get; private set; } = "";

    public async ValueTask InitializeAsync() => Database = await cluster.CreateDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts a node as a process of its own, and waits until it serves.</summary>
    internal Task<SchedulerProcess> StartAsync(FakeBot bot, Dictionary<string, string>? environment = null) =>
        SchedulerProcess.StartHealthyAsync("", bot, new(environment ?? []) { ["ConnectionStrings__reminders"] = Database });

    /// <summary>Starts two nodes, each with a bot of its own, and waits until each owns its half.</summary>
    internal async Task<(SchedulerProcess First, SchedulerProcess Second, IReadOnlyList<int> OwnedByFirst)> StartTwoAsync(
        FakeBot firstBot, FakeBot secondBot, Dictionary<string, string>? environment = null)
    {
        var nodes = await Task.WhenAll(StartAsync(firstBot, environment), StartAsync(secondBot, environment));
        return (nodes[0], nodes[1], (await BalancedAsync(32, 32))[nodes[0].Id]);
    }

    /// <summary>Starts a node in this process, with a name of its own.</summary>
    internal Task<SchedulerHost> HostAsync(FakeBot bot, Action<IServiceCollection>? configure = null) =>
        SchedulerHost.StartAsync(bot, settings: new() { ["ConnectionStrings:reminders"] = Database }, configure: services =>
        {
            services.AddSingleton(new NodeName($"host/{++_hosts}"));
            configure?.Invoke(services);
        });

    /// <summary>Waits until the nodes own these numbers of shards, all shards together, and returns the shards of each node.</summary>
    internal async Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> BalancedAsync(params int[] shares)
    {
        Assert.Equal(Lanes.AllShards.Count, shares.Sum());
        return await Eventually.GetAsync($"balance of {string.Join('/', shares)}", async () =>
        {
            var owners = await OwnersAsync();
            return owners.Values.Select(shards => shards.Count).OrderDescending().SequenceEqual(shares) ? owners : null;
        });
    }

    /// <summary>
    /// Returns the shards that each node owns now, from PostgreSQL's own view of its locks. The key is the number in the name of the node; for a
    /// process it is the process id.
    /// </summary>
    internal async Task<IReadOnlyDictionary<int, IReadOnlyList<int>>> OwnersAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"""
            select substring(a.application_name from '[0-9]+$')::integer, l.objid::integer
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = {AdvisoryLock.Shard} and a.datname = current_database()
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(int Node, int Shard)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetInt32(0), reader.GetInt32(1)));
        return rows.GroupBy(row => row.Node, row => row.Shard).ToDictionary(node => node.Key, node => (IReadOnlyList<int>)[.. node.Order()]);
    }

    /// <summary>Checks that every reminder is settled exactly once.</summary>
    internal async Task SettledOnceAsync(IReadOnlyCollection<Reminder> reminders)
    {
        await Eventually.HoldsAsync("empty table", async () => await CountAsync("from reminder") == 0, TimeSpan.FromSeconds(30));
        Assert.Equal(reminders.Count, await CountAsync($"from history where ended and state = {(int)ReminderState.Delivered}"));
        Assert.Equal(reminders.Count, await CountAsync("from history"));
        Assert.Equal(reminders.Count, (long)(await ExecuteAsync("select count(distinct reminder_id) from history"))!);
        Assert.Equal(0, await CountAsync("from dead_letter"));
    }

    internal async Task<long> CountAsync(string sql) => (long)(await ExecuteAsync($"select count(*) {sql}"))!;

    internal async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        return await ExecuteAsync(sql, connection);
    }

    internal static async Task<object?> ExecuteAsync(string sql, NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Reports a measured figure.</summary>
    internal static void Tell(FormattableString figures)
    {
        var text = figures.ToString(CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage("{0}: {1}", TestContext.Current.TestMethod!.MethodName, text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }
}
