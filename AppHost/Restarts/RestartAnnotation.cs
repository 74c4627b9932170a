namespace Nudge.AppHost;

/// <summary>Marks a resource that restarts after a crash.</summary>
internal sealed class RestartAnnotation : IResourceAnnotation;
