namespace Nudge.AppHost;

/// <summary>Replaces the Playground in the dashboard on a machine without Node.js.</summary>
internal sealed class MissingPlaygroundResource(string name) : Resource(name)
{
    public static CustomResourceSnapshot State { get; } = new()
    {
        ResourceType = "Playground",
        Properties = [],
        State = new ResourceStateSnapshot("Needs Node.js: install it, then restart the AppHost", KnownResourceStateStyles.Warn),
    };
}
