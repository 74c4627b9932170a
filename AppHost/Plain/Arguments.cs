namespace Nudge.AppHost.Plain;

/// <summary>The command line.</summary>
internal sealed record Arguments(string? Data)
{
    private const string Usage = "Usage: dotnet run --project AppHost [--data DIR]";

    /// <exception cref="CannotStartException">The arguments are not understood.</exception>
    public static Arguments Parse(string[] args) => args switch
    {
        [] => new Arguments(Data: null),
        [PlainHost.Switch, .. var rest] => Parse(rest),
        ["--data", { Length: > 0 } folder] => new Arguments(folder),
        [var assignment] when assignment.StartsWith("--data=", StringComparison.Ordinal) && assignment.Length > "--data=".Length => new Arguments(assignment["--data=".Length..]),
        _ => throw new CannotStartException($"the arguments \"{string.Join(' ', args)}\" are not understood. {Usage}"),
    };
}
