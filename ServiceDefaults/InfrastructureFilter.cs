using System.Diagnostics;
using OpenTelemetry;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Drops infrastructure spans of sources that have no filter of their own. The filter decides when a span starts. Child spans follow that decision, so
/// none of them is left without a parent.
/// </summary>
internal sealed class InfrastructureFilter : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        if (!Infrastructure.IsSpan(data))
            return;
        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
