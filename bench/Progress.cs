using System.Diagnostics;
using Spectre.Console;

namespace Nudge.Bench;

/// <summary>Shows, on the standard error, how far something has come that takes more than a moment.</summary>
internal static class Progress
{
    private static readonly IAnsiConsole Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    /// <param name="what">What is going on.</param>
    /// <param name="total">How far it goes.</param>
    /// <param name="work">What to do; it tells how far it has come.</param>
    public static async Task<T> ShowAsync<T>(string what, double total, Func<Action<double>, Task<T>> work)
    {
        // A terminal alone has a line that can be drawn again and again.
        if (!Console.Profile.Capabilities.Interactive)
            return await work(_ => { });

        return await Console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).StartAsync(async context =>
        {
            var task = context.AddTask(what, maxValue: total);
            return await work(value => task.Value = value);
        });
    }

    public static Task ShowAsync(string what, double total, Func<Action<double>, Task> work) => ShowAsync<object?>(what, total, async show =>
    {
        await work(show);
        return null;
    });

    public static Task WaitAsync(string what, TimeSpan time) => ShowAsync(what, time.TotalSeconds, async show =>
    {
        var started = Stopwatch.GetTimestamp();
        for (var left = time; left > TimeSpan.Zero; left = time - Stopwatch.GetElapsedTime(started))
        {
            await Task.Delay(left < TimeSpan.FromMilliseconds(500) ? left : TimeSpan.FromMilliseconds(500));
            show(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    });
}
