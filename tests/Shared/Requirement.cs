using Xunit;

namespace Nudge.Tests;

/// <summary>A program that a test needs and a machine may lack. Without it, the test is skipped with the reason, and fails in CI.</summary>
public static class Requirement
{
    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    public static void Need(bool isThere, string what)
    {
        if (!isThere && InContinuousIntegration)
            Assert.Fail($"this machine lacks {what}; the CI script must install it");

        Assert.SkipUnless(isThere, $"this machine lacks {what}");
    }
}
