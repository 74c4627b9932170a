using System.Diagnostics;
using Npgsql;

namespace Nudge.Bench.Deployments;

/// <summary>The spread of the shards over schedulers, read from PostgreSQL's view of its locks.</summary>
internal static class ShardSpread
{
    /// <summary>The number of shards, as in the scheduler.</summary>
    private const int Shards = 64;

    /// <summary>The first key of the advisory lock of each shard, as in the scheduler.</summary>
    private const int ShardKey = 0x6E756401;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Waits until every shard has an owner, and the schedulers' shares differ by one at most. The application name identifies a scheduler, because
    /// each one has several connections.
    /// </summary>
    public static async Task AwaitAsync(Deployment deployment)
    {
        await using var connection = await deployment.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"""
            select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = {ShardKey} and a.datname = current_database()
            group by a.application_name
            """,
            connection);
        await Progress.ShowAsync("spreading the shards", deployment.Schedulers.Count, async show =>
        {
            var started = Stopwatch.GetTimestamp();
            for (var shares = await ReadAsync(command); !IsEven(shares, deployment.Schedulers.Count); shares = await ReadAsync(command))
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                    throw new InvalidOperationException($"the shards are not spread evenly after {Patience}");
                show(shares.Count);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        });
    }

    private static bool IsEven(List<long> shares, int schedulers) =>
        shares.Count == schedulers && shares.Sum() == Shards && shares.Max() - shares.Min() <= 1;

    private static async Task<List<long>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var shares = new List<long>();
        while (await reader.ReadAsync())
            shares.Add(reader.GetInt64(0));
        return shares;
    }
}
