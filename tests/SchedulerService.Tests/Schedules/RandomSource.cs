using System.Globalization;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// Reproducible randomness. Each case has its own seed. It is derived from a seed that NUDGE_TEST_SEED may set and that failures name.
/// </summary>
internal sealed class RandomSource(int seed)
{
    private readonly Random _random = new(seed);

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("NUDGE_TEST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20261122;

    public static RandomSource Case(int number) => new(unchecked(Seed * 31 + number));

    public bool Chance(int percent) => _random.Next(100) < percent;

    public int Between(int min, int max) => _random.Next(min, max + 1);

    public long Between(long min, long max) => _random.NextInt64(min, max + 1);

    public T Of<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Returns one to <paramref name="most"/> different numbers, ascending.</summary>
    public int[] Some(int most, int min, int max) =>
        [.. Enumerable.Range(0, Between(1, most)).Select(_ => Between(min, max)).Distinct().Order()];

    /// <summary>Returns one to <paramref name="most"/> different numbers, some of them negative (counted from the end), none of them 0.</summary>
    public int[] SomeFromEitherEnd(int most, int max) =>
        [.. Enumerable.Range(0, Between(1, most)).Select(_ => Between(1, max) * (Chance(30) ? -1 : 1)).Distinct()];
}
