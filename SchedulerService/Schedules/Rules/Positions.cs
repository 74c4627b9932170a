namespace Nudge.SchedulerService.Schedules;

/// <summary>The values of BYSETPOS: positions in a set, from 1, or backwards from its end if negative.</summary>
internal sealed class Positions(IReadOnlyList<int> positions)
{
    private sealed record Chosen(int Size, int[] Indices);

    /// <summary>The last answer. Most periods of a rule have sets of the same size.</summary>
    private volatile Chosen _last = new(0, []);

    /// <summary>Gets whether the rule has BYSETPOS.</summary>
    public bool Any => positions.Count > 0;

    /// <summary>Returns the selected indices of a set of this size, from 0, ascending. Without BYSETPOS, returns all of them.</summary>
    public IReadOnlyList<int> Of(int size)
    {
        var last = _last;
        if (last.Size != size)
            _last = last = new Chosen(size, [.. Any ? Choose(size) : Enumerable.Range(0, size)]);
        return last.Indices;
    }

    private IEnumerable<int> Choose(int size) => positions
        .Select(position => position > 0 ? position - 1 : size + position)
        .Where(index => index >= 0 && index < size)
        .Distinct()
        .Order();
}
