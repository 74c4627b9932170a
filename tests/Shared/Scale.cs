using System.Globalization;

namespace Nudge.Tests;

/// <summary>How long the tests with random or timed parts run.</summary>
public static class Scale
{
    /// <summary>Gets the factor by which NUDGE_TEST_SCALE prolongs them. Default: 1.</summary>
    public static int Factor { get; } = int.Parse(Environment.GetEnvironmentVariable("NUDGE_TEST_SCALE") ?? "1", CultureInfo.InvariantCulture);
}
