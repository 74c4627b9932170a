using Grpc.Core;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>
/// A load with something due in every shard at each interval. Reminders are created shortly before they are due. The due times are whole multiples of
/// the interval, so that nothing is due between two of them.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);

    private readonly AsyncDuplexStreamingCall<CreateRequest, CreateStreamResponse> _stream;
    private readonly long _interval;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Reminder> _made = [];
    private readonly Task _sending;
    private readonly Task _reading;

    private Load(ReminderScheduler.ReminderSchedulerClient client, TimeSpan interval)
    {
        _stream = client.CreateStream();
        _interval = (long)interval.TotalMilliseconds;
        _sending = SendAsync();
        _reading = ReadAsync();
    }

    /// <summary>Starts to create reminders through a node, and returns when the first ones are due.</summary>
    public static async Task<Load> StartAsync(SchedulerProcess node, TimeSpan interval) => await StartAsync(node.Client, interval);

    /// <inheritdoc cref="StartAsync(SchedulerProcess, TimeSpan)"/>
    public static async Task<Load> StartAsync(ReminderScheduler.ReminderSchedulerClient client, TimeSpan interval)
    {
        var load = new Load(client, interval);
        await RunForAsync(Ahead + (interval * 5));
        return load;
    }

    /// <summary>Waits while the load runs. The tests measure real time, so this time is real too.</summary>
    public static Task RunForAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    /// <summary>Waits for the middle between two due times, when the due reminders are dealt with.</summary>
    public async Task QuietAsync()
    {
        var intoInterval = Now.Milliseconds % _interval;
        await RunForAsync(TimeSpan.FromMilliseconds((_interval * 5 / 3) - intoInterval));
    }

    /// <summary>Stops creating reminders.</summary>
    /// <returns>All reminders that were created.</returns>
    public async Task<IReadOnlyList<Reminder>> StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await _reading;
        return _made;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_sending, _reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stream.Dispose();
        _stop.Dispose();
    }

    private static Instant Now => Instant.Ceiling(TimeProvider.System.GetUtcNow());

    private async Task SendAsync()
    {
        var due = new Instant(((Now + Ahead).Milliseconds / _interval * _interval) + _interval);
        while (!_stop.IsCancellationRequested)
        {
            for (; due <= Now + Ahead; due = due.Plus(_interval))
            {
                foreach (var shard in Lanes.AllShards)
                    await _stream.RequestStream.WriteAsync(Lanes.In(shard, due.ToDateTimeOffset()));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_interval), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stream.RequestStream.CompleteAsync();
    }

    private async Task ReadAsync()
    {
        await foreach (var answer in _stream.ResponseStream.ReadAllAsync())
        {
            Assert.Null(answer.Error);
            _made.Add(answer.Created.Reminder);
        }
    }
}
