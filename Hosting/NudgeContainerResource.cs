namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Nudge scheduler that runs as a container.</summary>
/// <param name="name">The name of the resource.</param>
public sealed class NudgeContainerResource(string name) : ContainerResource(name), INudgeResource;
