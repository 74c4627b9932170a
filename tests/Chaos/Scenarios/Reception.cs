using Nudge.Chaos.Checking;
using Nudge.Chaos.Load;
using Nudge.TeamsEmulator.Connector;

namespace Nudge.Chaos.Scenarios;

/// <summary>Follows the messages that Teams accepts, and finds the requests that are late.</summary>
internal sealed class Reception(IReadOnlyCollection<Message> messages)
{
    private readonly Lock _lock = new();
    private readonly List<Received> _all = [];

    /// <summary>Gets every message that was read so far.</summary>
    public IReadOnlyList<Received> All => _all;

    /// <summary>Reads the messages since the last call, and notes them in their requests.</summary>
    public void Read(IReadOnlyDictionary<string, Request> requests)
    {
        lock (_lock)
        {
            foreach (var message in messages.Skip(_all.Count))
            {
                _all.Add(new Received(message.Text, message.At));
                if (requests.TryGetValue(message.Text, out var request))
                    request.Received ??= message.At;
            }
        }
    }

    /// <summary>Returns the number of reminders that were due before an instant, and that Teams has not received.</summary>
    public int CountMissing(IReadOnlyDictionary<string, Request> requests, DateTimeOffset dueBefore)
    {
        Read(requests);
        return requests.Values.Count(request => request.Received is null && request.Refusal is null && request.Due < dueBefore);
    }

    /// <summary>Returns the deliveries per second between two instants.</summary>
    public double Throughput(IReadOnlyDictionary<string, Request> requests, DateTimeOffset from, DateTimeOffset until)
    {
        Read(requests);
        return requests.Values.Count(request => from <= request.Received && request.Received < until) / (until - from).TotalSeconds;
    }

    /// <summary>
    /// Returns the deliveries per second of the reminders that came due between two instants, without those that were late. Unlike the deliveries of a
    /// time, they do not depend on where the ends of the time cut through a batch of deliveries.
    /// </summary>
    public double PunctualThroughput(IReadOnlyDictionary<string, Request> requests, DateTimeOffset from, DateTimeOffset until, TimeSpan late)
    {
        Read(requests);
        var punctual = requests.Values.Count(request => from <= request.Due && request.Due < until && request.Received - request.Due <= late);
        return punctual / (until - from).TotalSeconds;
    }
}
