using System.Diagnostics;

namespace Nudge.ServiceDefaults;

/// <summary>Recognizes infrastructure spans: spans that no reminder caused.</summary>
internal static class Infrastructure
{
    /// <summary>The source of the spans of Redis commands.</summary>
    public const string Redis = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

    /// <summary>Paths of probes and of streams that stay open. The span of such a stream ends with the process and shows nothing.</summary>
    private static readonly HashSet<string> Paths =
        ["/health", "/alive", "/nudge.v1.ReminderCallback/Deliver", "/nudge.v1.ReminderScheduler/Watch"];

    private static readonly string[] Services = ["/grpc.health.v1.Health/", "/grpc.reflection."];

    /// <summary>Returns true when the path of an HTTP or gRPC call is that of a probe or of a stream that stays open.</summary>
    public static bool IsCall(string? path) =>
        path is not null && (Paths.Contains(path) || Array.Exists(Services, service => path.StartsWith(service, StringComparison.Ordinal)));

    /// <summary>Returns true when a starting span is infrastructure. For sources that have no filter of their own.</summary>
    public static bool IsSpan(Activity activity)
    {
        // The Redis client itself sends the commands that have no parent span.
        if (activity.Source.Name == Redis)
            return activity.OperationName == "PING" || activity.ParentSpanId == default;
        // The source of a gRPC span gets its name only after the start, so the operation name decides.
        return activity.OperationName == GrpcCall && IsCall(activity.GetTagItem("grpc.method") as string);
    }
}
