using System.Diagnostics;

namespace Nudge.ServiceDefaults;

/// <summary>Tells spans that no reminder caused from the others.</summary>
internal static class Infrastructure
{
    /// <summary>The source of the spans of Redis commands.</summary>
    public const string Redis = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

    /// <summary>Probes, and streams that stay open: such a span ends with the process and shows nothing.</summary>
    private static readonly HashSet<string> Paths =
        ["/health", "/alive", "/nudge.v1.ReminderCallback/Deliver", "/nudge.v1.ReminderScheduler/Watch"];

    private static readonly string[] Services = ["/grpc.health.v1.Health/", "/grpc.reflection."];

    /// <summary>Returns whether a call by HTTP or gRPC, by its path, is a probe or a stream that stays open.</summary>
    public static bool IsCall(string? path) =>
        path is not null && (Paths.Contains(path) || Array.Exists(Services, service => path.StartsWith(service, StringComparison.Ordinal)));

    /// <summary>Returns whether a span that starts is infrastructure, for sources that have no filter of their own.</summary>
    public static bool IsSpan(Activity activity)
    {
        // A command without a parent is the client's own.
        if (activity.Source.Name == Redis)
            return activity.OperationName == "PING" || activity.ParentSpanId == default;
        // Its source is known by its name only after its start.
        return activity.OperationName == GrpcCall && IsCall(activity.GetTagItem("grpc.method") as string);
    }
}
