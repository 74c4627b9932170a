using System.Collections.Concurrent;
using System.Globalization;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.Chaos.Load;

/// <summary>
/// Registers reminders at a fixed rate, however slowly the schedulers answer. Each reminder is due one to four seconds after its registration begins,
/// so the reminders come due at the same rate.
/// </summary>
internal sealed class OpenLoop : IAsyncDisposable
{
    /// <summary>The longest time from a registration to its due time.</summary>
    public static readonly TimeSpan LongestLead = TimeSpan.FromSeconds(Leads);

    private const int Leads = 4;

    /// <summary>A prime, so that neighbouring reminders go to different tenants and people.</summary>
    private const int Stride = 7919;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly string _name;
    private readonly IReadOnlyList<Conversation> _people;
    private readonly Registrar _registrar;
    private readonly int _rate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _registrations = [];
    private readonly ConcurrentDictionary<string, Request> _requests = new(StringComparer.Ordinal);
    private readonly Task _running;
    private int _begun;

    /// <param name="name">The first part of each text.</param>
    /// <param name="rate">The reminders per second.</param>
    /// <param name="people">The recipients.</param>
    /// <param name="registrar">Registers the reminders.</param>
    public OpenLoop(string name, int rate, IReadOnlyList<Conversation> people, Registrar registrar)
    {
        (_name, _rate, _people, _registrar) = (name, rate, people, registrar);
        _running = RunAsync();
    }

    /// <summary>Gets or sets the factor by which the rate is multiplied now. Default: 1.</summary>
    public double Factor { get; set; } = 1;

    /// <summary>Gets the requests by their text.</summary>
    public IReadOnlyDictionary<string, Request> Requests => _requests;

    /// <summary>Ends the load, and waits until every reminder is acknowledged or refused.</summary>
    /// <param name="limit">The longest wait.</param>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAny(Task.WhenAll(_registrations), Task.Delay(limit));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        var owed = 0.0;
        var since = Clock.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            var now = Clock.GetTimestamp();
            owed += Clock.GetElapsedTime(since, now).TotalSeconds * _rate * Factor;
            since = now;
            for (; owed >= 1; owed--)
                Begin(Clock.GetUtcNow());
        }
    }

    private void Begin(DateTimeOffset now)
    {
        var number = _begun++;
        // Whole milliseconds, as the scheduler keeps them.
        var due = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds() + 1).AddSeconds(1 + (number % Leads));
        var request = new Request(string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"), due);
        _requests[request.Text] = request;
        _registrations.Add(Task.Run(() => _registrar.RegisterAsync(request, _people[(int)((long)number * Stride % _people.Count)])));
    }
}
