namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Nudge scheduler that runs as a project.</summary>
/// <param name="name">The name of the resource.</param>
public sealed class NudgeProjectResource(string name) : ProjectResource(name), INudgeResource;
