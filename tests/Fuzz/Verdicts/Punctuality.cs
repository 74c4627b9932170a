using System.Collections.Concurrent;

namespace Nudge.Fuzz.Verdicts;

/// <summary>Compares the due times of clean reminders with their arrivals.</summary>
internal sealed class Punctuality
{
    /// <summary>The longest time by which a clean reminder may be late.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _due = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> _arrivals = new();

    /// <summary>Gets the number of reminders.</summary>
    public int Count => _due.Count;

    /// <summary>Gets whether every reminder has come.</summary>
    public bool IsComplete => _due.Keys.All(_arrivals.ContainsKey);

    /// <summary>Gets the greatest lateness; zero when no reminder has come.</summary>
    public TimeSpan Latest => _due.Where(due => _arrivals.ContainsKey(due.Key)).Select(due => _arrivals[due.Key].First() - due.Value).DefaultIfEmpty().Max();

    public void Expect(string key, DateTimeOffset due) => _due[key] = due;

    public void Arrived(string key, DateTimeOffset at) => _arrivals.GetOrAdd(key, _ => []).Enqueue(at);

    /// <summary>Adds each reminder that was early, late, lost or doubled to the findings.</summary>
    public void Judge(Findings findings)
    {
        foreach (var (key, due) in _due)
        {
            if (!_arrivals.TryGetValue(key, out var arrivals))
            {
                findings.Add(new Failure(FailureName.ReminderLost, $"{key}, due at {due:HH:mm:ss.fff}"));
                continue;
            }

            var late = arrivals.First() - due;
            if (late < TimeSpan.Zero)
                findings.Add(new Failure(FailureName.ReminderEarly, $"{key}, by {-late.TotalMilliseconds:0.0} ms"));
            if (late > Limit)
                findings.Add(new Failure(FailureName.ReminderLate, $"{key}, by {late.TotalSeconds:0.0} s"));
            if (arrivals.Count > 1)
                findings.Add(new Failure(FailureName.ReminderDoubled, $"{key}, {arrivals.Count} times"));
        }
    }
}
