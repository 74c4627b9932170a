namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Nudge scheduler that runs as a .NET tool.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="packageId">The id of the tool's package.</param>
public sealed class NudgeToolResource(string name, string packageId) : DotnetToolResource(name, packageId), INudgeResource;
