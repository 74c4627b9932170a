using Google.Protobuf.Collections;

namespace Nudge.SchedulerService.Api;

/// <summary>Sorts the entries of a map by their keys. A message may list them in any order, and a hash needs one order.</summary>
internal static class CanonicalMap
{
    public static void Sort<T>(MapField<string, T> map)
    {
        var entries = map.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        map.Clear();
        foreach (var (key, value) in entries)
            map.Add(key, value);
    }
}
