using Nudge.V1;

namespace Nudge.Fuzz.Generation;

/// <summary>What the scheduler has answered: reminders and page tokens, for requests that refer to them.</summary>
internal sealed class KnownValues
{
    private const int Kept = 2000;

    private readonly Reminder?[] _reminders = new Reminder?[Kept];
    private readonly string?[] _tokens = new string?[Kept];
    private int _seenReminders;
    private int _seenTokens;

    public void Add(Reminder reminder) => _reminders[(uint)Interlocked.Increment(ref _seenReminders) % Kept] = reminder;

    public void AddToken(string token) => _tokens[(uint)Interlocked.Increment(ref _seenTokens) % Kept] = token;

    /// <summary>Returns a reminder of any owner; null while none is known at the place that was drawn.</summary>
    public Reminder? AnyReminder(Random random) => _reminders[random.Next(Math.Clamp(_seenReminders, 1, Kept))];

    public string? AnyToken(Random random) => _tokens[random.Next(Math.Clamp(_seenTokens, 1, Kept))];
}
