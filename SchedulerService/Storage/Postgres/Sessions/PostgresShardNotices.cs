using System.Globalization;
using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Sends and receives notices by LISTEN and NOTIFY. A payload is "shard:instant shard:instant …". All shards fit into one payload.</summary>
internal sealed class PostgresShardNotices(PostgresDatabase database, TimeProvider clock, ILogger<PostgresShardNotices> log) : IShardNotices
{
    private const string Channel = "nudge_shard";

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Dictionary<int, Instant> _waiting = [];
    private bool _isSending;
    private bool _cannotTell;
    private bool _cannotListen;

    public void Notify(int shard, Instant visibleAt)
    {
        lock (_lock)
        {
            _waiting[shard] = Instant.Min(visibleAt, _waiting.GetValueOrDefault(shard, Instant.Never));
            if (_isSending)
                return;
            _isSending = true;
        }

        _ = Task.Run(SendAsync);
    }

    public async Task ListenAsync(Action<int, Instant> heard, Action connected, CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(
                    heard,
                    () =>
                    {
                        wait = FirstWait;
                        _cannotListen = false;
                        connected();
                    },
                    stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or StoreUnavailableException)
            {
                if (!_cannotListen)
                    log.NotListening(failure);
                _cannotListen = true;
            }

            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, wait.Ticks * 2));
        }
    }

    private static void Read(string payload, Action<int, Instant> heard)
    {
        foreach (var notice in payload.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Another version may send more fields, or another format. A notice that cannot be parsed is dropped: any notice may be lost.
            var parts = notice.Split(':');
            if (parts.Length >= 2
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
                && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var visibleAt))
            {
                heard(shard, new Instant(visibleAt));
            }
        }
    }

    private async Task ListenOnceAsync(Action<int, Instant> heard, Action connected, CancellationToken stoppingToken)
    {
        await using var connection = await database.ConnectListenerAsync(stoppingToken);
        connection.Notification += (_, notice) => Read(notice.Payload, heard);
        await connection.ExecuteAsync($"listen {Channel}");
        connected();
        while (true)
            await connection.WaitAsync(stoppingToken);
    }

    /// <summary>Sends until no notice is left. Notices that arrive while one is being sent share the next one.</summary>
    private async Task SendAsync()
    {
        while (true)
        {
            Dictionary<int, Instant> notices;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isSending = false;
                    return;
                }

                notices = _waiting;
                _waiting = [];
            }

            try
            {
                var payload = string.Join(' ', notices.Select(notice => string.Create(CultureInfo.InvariantCulture, $"{notice.Key}:{notice.Value.Milliseconds}")));
                await database.UseAsync(connection => connection.ExecuteAsync($"select pg_notify('{Channel}', $1)", Parameter.Text(payload)));
                _cannotTell = false;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or ObjectDisposedException)
            {
                if (!_cannotTell)
                    log.NotTold(failure);
                _cannotTell = true;
            }
        }
    }
}
