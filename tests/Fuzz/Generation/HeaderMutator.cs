using Nudge.Fuzz.Calls;

namespace Nudge.Fuzz.Generation;

/// <summary>Adds odd headers to a call, or replaces its content type or its path.</summary>
internal static class HeaderMutator
{
    private static readonly (string Name, string Value)[] Odd =
    [
        ("grpc-encoding", "identity"), ("grpc-encoding", "zork"), ("grpc-encoding", ""), ("grpc-accept-encoding", "zork,,gzip;q=x"),
        ("grpc-accept-encoding", "gzip"),
        ("traceparent", "00-0-0-0"), ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00"), ("tracestate", ",=,"), ("baggage", "%%%=;;"),
        ("x-bin", "not base64!"), ("grpc-previous-rpc-attempts", "-1"), ("grpc-previous-rpc-attempts", "999999999999"), ("authorization", "Bearer "),
        ("authorization", "Bearer a.b.c"),
        ("x-forwarded-for", "203.0.113.1"), ("user-agent", ""), ("cookie", "a=b; c"), ("range", "bytes=0-0"), ("expect", "x"),
    ];

    private static readonly string[] Deadlines = ["0n", "1n", "1u", "-1S", "99999999H", "999999999S", "x", "S", "1", "1s", " 1S"];

    private static readonly string[] ContentTypes =
        ["application/grpc+proto", "application/grpc;charset=utf-8", "application/grpc-web", "application/grpc+json", "application/json", "text/plain", "",
            "application/grpcx", "a", "/"];

    private static readonly string[] Paths = ["/", "/nudge.v1.ReminderScheduler/", "/nudge.v1.ReminderScheduler/Nothing", "/nudge.v1.Nothing/Get",
        "/nudge.v1.ReminderScheduler/create"];

    public static FuzzCall Mutate(FuzzCall call, Random random) => random.Next(4) switch
    {
        0 => Ended(call with { Deadline = Deadlines[random.Next(Deadlines.Length)], IsFramed = false }),
        1 => Ended(call with { ContentType = ContentTypes[random.Next(ContentTypes.Length)], IsFramed = false }),
        2 when random.Next(4) == 0 => call with { Path = Paths[random.Next(Paths.Length)], Rpc = null },
        _ => call with { Headers = [.. call.Headers, Odd[random.Next(Odd.Length)], Odd[random.Next(Odd.Length)]] },
    };

    /// <summary>Lets the caller end a call that stays open: its deadline may now be far away, unreadable, or absent.</summary>
    private static FuzzCall Ended(FuzzCall call) =>
        call.Rpc is { StaysOpen: true } ? call with { GivesUpAfter = call.GivesUpAfter ?? RpcCalls.OpenFor } : call;
}
