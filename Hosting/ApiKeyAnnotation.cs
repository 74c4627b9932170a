using Aspire.Hosting.ApplicationModel;

namespace Nudge.Hosting;

/// <summary>An API key that a scheduler accepts.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsAdmin">Whether the key allows everything.</param>
internal sealed record ApiKeyAnnotation(ParameterResource Key, bool IsAdmin) : IResourceAnnotation;
