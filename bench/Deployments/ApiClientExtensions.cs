using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

internal static class ApiClientExtensions
{
    /// <summary>Calls the scheduler at the other end of a channel as a client.</summary>
    public static ReminderScheduler.ReminderSchedulerClient On(this ApiClient client, GrpcChannel channel) => new(channel.Intercept(metadata =>
    {
        metadata.Add(ApiClient.Header, client.Key);
        return metadata;
    }));
}
