using System.Diagnostics;

namespace Nudge.BotService.Tests.Harness;

/// <summary>Starts a program of this solution as a process.</summary>
internal static class BuiltProgram
{
    /// <summary>How long a program may take to refuse to start.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static Process Start(string name, string[] args, params (string Name, string Value)[] environment)
    {
        // The programs lie beside the tests: artifacts/bin/<project>/<configuration>.
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var folder = Path.GetFullPath(Path.Combine(here, "..", "..", name, Path.GetFileName(here)));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{name}.dll"), .. args])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;

        return Process.Start(start)!;
    }

    /// <summary>Asserts that a program exits by itself, with code 2 and one line on standard error.</summary>
    /// <returns>The line.</returns>
    public static async Task<string> RefusesToStartAsync(string name, string[] args, params (string Name, string Value)[] environment) =>
        (await RefusalAsync(name, args, environment)).Line;

    /// <inheritdoc cref="RefusesToStartAsync"/>
    /// <returns>The line, and the text on standard output.</returns>
    public static async Task<(string Line, string Output)> RefusalAsync(string name, string[] args, params (string Name, string Value)[] environment)
    {
        using var process = Start(name, args, environment);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(errors, Task.Delay(Timeout, TestContext.Current.CancellationToken)) != errors)
        {
            process.Kill();
            Assert.Fail($"{name} did not refuse to start: {await output}");
        }

        var error = await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, process.ExitCode);
        var line = Assert.Single(error.TrimEnd().Split('\n'));
        Assert.StartsWith($"{name} cannot start: ", line, StringComparison.Ordinal);
        return (line, await output);
    }
}
