namespace Nudge.AppHost;

/// <summary>The command line of the AppHost.</summary>
internal static class CommandLine
{
    private const string Usage = "Usage: dotnet run --project AppHost -- [--data DIR] [--Section:Key VALUE …]";

    /// <summary>Options that Aspire's own tools pass to an AppHost.</summary>
    private static readonly string[] OfAspire = ["operation", "step", "publisher", "output-path", "log-level", "environment", "include-exception-details", "clear-cache", "deploy"];

    /// <summary>Refuses unknown options. Otherwise a misspelt <c>--data</c> would silently use the default folder.</summary>
    /// <exception cref="CannotStartException">An argument is unknown, or <c>--data</c> has no value.</exception>
    public static void Check(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            var hasValue = args[i].Contains('=', StringComparison.Ordinal) ? args[i].Length > name.Length + 1 : i + 1 < args.Length && args[i + 1].Length > 0;
            if (name == "--data" && !hasValue)
                throw new CannotStartException($"--data needs a folder. {Usage}");
            if (!IsKnown(name))
                throw new CannotStartException($"the argument \"{args[i]}\" is unknown. {Usage}");
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                i++;
        }
    }

    private static bool IsKnown(string name) =>
        name == "--data"
        || (name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':', StringComparison.Ordinal) || OfAspire.Contains(name[2..])))
        || name.Contains(':', StringComparison.Ordinal);
}
