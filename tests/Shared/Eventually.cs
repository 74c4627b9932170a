using System.Diagnostics;
using Xunit;

namespace Nudge.Tests;

/// <summary>Waits for what another process does and gives no signal of.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is not null, and fails after <paramref name="timeout"/> (default: a minute).</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? timeout = null)
        where T : class
    {
        var limit = timeout ?? TimeSpan.FromMinutes(1);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer)
                return answer;

            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"within {limit.TotalSeconds:0.#} s there was no {what}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks until it holds, and fails after <paramref name="timeout"/> (default: a minute).</summary>
    public static Task HoldsAsync(string what, Func<Task<bool>> ask, TimeSpan? timeout = null) =>
        GetAsync<object>(what, async () => await ask() ? what : null, timeout);
}
