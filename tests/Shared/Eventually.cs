using System.Diagnostics;
using Xunit;

namespace Nudge.Tests;

/// <summary>Polls for an event that gives no signal, such as an event in another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is not null. Fails after <paramref name="timeout"/> (default: 1 minute).</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? timeout = null)
        where T : class
    {
        var limit = timeout ?? TimeSpan.FromMinutes(1);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer)
                return answer;

            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"no {what} within {limit.TotalSeconds:0.#} s");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks until the answer is true. Fails after <paramref name="timeout"/> (default: 1 minute).</summary>
    public static Task HoldsAsync(string what, Func<Task<bool>> ask, TimeSpan? timeout = null) =>
        GetAsync<object>(what, async () => await ask() ? what : null, timeout);
}
