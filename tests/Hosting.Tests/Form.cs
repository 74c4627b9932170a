namespace Nudge.Hosting.Tests;

/// <summary>The ways to run the scheduler.</summary>
public enum Form
{
    Project,
    Container,
    Tool,
}
