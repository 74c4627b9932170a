using System.Diagnostics;
using OpenTelemetry;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Drops infrastructure spans of sources that have no filter of their own. A span is dropped when it starts: those below it follow its decision, and
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
