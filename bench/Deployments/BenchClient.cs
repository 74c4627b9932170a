using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>A client with an API key of its own.</summary>
internal sealed class BenchClient(string name)
{
    private readonly string _key = $"{name}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>Gets the metadata of a call.</summary>
    public Metadata Credential => new() { { "x-api-key", _key } };

    /// <summary>Gets the settings of a scheduler that knows the client, as environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new($"Access__Clients__{name}__Keys__0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_key)))),
        new($"Access__Clients__{name}__Scopes__0", "read"),
        new($"Access__Clients__{name}__Scopes__1", "write"),
    ];

    public ReminderScheduler.ReminderSchedulerClient On(GrpcChannel channel) => new(channel.Intercept(metadata =>
    {
        metadata.Add("x-api-key", _key);
        return metadata;
    }));
}
