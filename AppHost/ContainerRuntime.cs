using System.ComponentModel;
using CliWrap;

namespace Nudge.AppHost;

/// <summary>The container runtime that Aspire would use.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether one is installed and its engine answers.</summary>
    public static async Task<bool> AnswersAsync()
    {
        string[] runtimes = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var runtime in runtimes)
        {
            if (await AnswersAsync(runtime))
                return true;
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(string runtime)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var answer = await Cli.Wrap(runtime).WithArguments("ps").WithValidation(CommandResultValidation.None).ExecuteAsync(patience.Token);
            return answer.IsSuccess;
        }
        catch (Exception failure) when (failure is Win32Exception or OperationCanceledException)
        {
            return false;
        }
    }
}
