namespace Nudge.Client;

/// <summary>
/// Names the requests of a turn. A bot's turn may run twice, because Teams repeats an activity that got no answer. In the second run each reminder has
/// the same request id as in the first, so it is registered once.
/// </summary>
public static class RequestIds
{
    private static readonly AsyncLocal<Turn?> Current = new();

    /// <summary>Begins a turn. Until it ends, the requests of this flow of control have ids that are made of its name and their number.</summary>
    /// <param name="turn">The name of the turn, the same in each run: the id of an activity, for example.</param>
    /// <returns>Ends the turn when disposed.</returns>
    public static IDisposable Begin(string turn)
    {
        ArgumentException.ThrowIfNullOrEmpty(turn);
        var begun = new Turn(turn, Current.Value);
        Current.Value = begun;
        return begun;
    }

    /// <summary>Returns the id of the next request of the turn; outside of a turn, an id that is never used again.</summary>
    internal static string Next() => Current.Value is { } turn ? turn.NextId() : Guid.NewGuid().ToString();

    private sealed class Turn(string name, Turn? outer) : IDisposable
    {
        private int _requests;

        public string NextId() => $"{name}/{Interlocked.Increment(ref _requests)}";

        public void Dispose() => Current.Value = outer;
    }
}
