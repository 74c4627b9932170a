namespace Nudge.SchedulerService.Schedules;

/// <summary>The values of BYSETPOS: which ones of a set, from 1, from its end where negative.</summary>
internal sealed class Positions(IReadOnlyList<int> positions)
{
    public bool Any => positions.Count > 0;

    /// <summary>The chosen indices of a set of this size, from 0, ascending; all where there is no BYSETPOS.</summary>
    public IEnumerable<int> Of(int size) => Any
        ? positions.Select(position => position > 0 ? position - 1 : size + position).Where(index => index >= 0 && index < size).Distinct().Order()
        : Enumerable.Range(0, size);
}
