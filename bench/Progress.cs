using System.Diagnostics;
using Spectre.Console;

namespace Nudge.Bench;

/// <summary>Shows the progress of long operations on standard error.</summary>
internal static class Progress
{
    private static readonly IAnsiConsole Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    /// <summary>Runs an operation and shows its progress.</summary>
    /// <param name="what">The name of the operation.</param>
    /// <param name="total">The progress at which the operation is complete.</param>
    /// <param name="work">The operation. It reports its progress to the given action.</param>
    public static async Task<T> ShowAsync<T>(string what, double total, Func<Action<double>, Task<T>> work)
    {
        // Only a terminal can redraw a line.
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
