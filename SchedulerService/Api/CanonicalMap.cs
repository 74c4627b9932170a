using Google.Protobuf.Collections;

namespace Nudge.SchedulerService.Api;

/// <summary>Messages may list the entries of a map in any order; what is hashed lists them in the order of their keys.</summary>
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
