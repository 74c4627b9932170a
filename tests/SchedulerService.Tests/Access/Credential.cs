using Grpc.Core;
using Nudge.SchedulerService.Access;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>A client with an API key.</summary>
internal sealed class Credential(string client, params string[] scopes)
{
    public string Key { get; } = ApiKey.NewFor(client);

    /// <summary>Gets the only callback that the client's reminders may name; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Gets the settings of a scheduler that knows the client.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings
    {
        get
        {
            yield return new($"Access:Clients:{client}:Keys:0", Convert.ToHexStringLower(ApiKey.HashOf(Key)));
            for (var i = 0; i < scopes.Length; i++)
                yield return new($"Access:Clients:{client}:Scopes:{i}", scopes[i]);
            if (Target is not null)
                yield return new($"Access:Clients:{client}:Targets:0", Target);
        }
    }

    public static implicit operator Metadata(Credential credential) => Of(credential.Key);

    /// <summary>Returns the metadata of a call with a key.</summary>
    public static Metadata Of(string key) => new() { { ApiKey.Header, key } };
}
