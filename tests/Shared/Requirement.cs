using Xunit;

namespace Nudge.Tests;

/// <summary>Something that a test needs and a machine may lack: there the test is skipped and says why, in CI it fails.</summary>
public static class Requirement
{
    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    public static void Need(bool isThere, string what)
    {
        if (!isThere && InContinuousIntegration)
            Assert.Fail($"this machine lacks {what}, which continuous integration has to install");

        Assert.SkipUnless(isThere, $"this machine lacks {what}");
    }
}
