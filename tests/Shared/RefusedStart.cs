using Nudge.Servers;
using Xunit;

namespace Nudge.Tests;

/// <summary>The start of a program that cannot use its data, its settings or its machine.</summary>
public static class RefusedStart
{
    /// <summary>Asserts that a program ends by itself, with code 2 and one line that says why.</summary>
    /// <returns>The line.</returns>
    public static async Task<string> LineAsync(ChildProcess program)
    {
        Assert.Equal(2, await program.ExitAsync());
        var line = Assert.Single(program.Lines);
        Assert.StartsWith($"{program.Name} cannot start: ", line, StringComparison.Ordinal);
        return line;
    }
}
