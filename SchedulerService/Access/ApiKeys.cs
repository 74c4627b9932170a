using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

/// <summary>The configured API keys. A changed configuration is in force at once, so that a key can be replaced or revoked without a restart.</summary>
internal sealed class ApiKeys : IDisposable
{
    private readonly IDisposable? _changes;
    private volatile Dictionary<string, Client> _clients;

    public ApiKeys(IOptionsMonitor<AccessOptions> options)
    {
        _clients = Read(options.CurrentValue);
        _changes = options.OnChange(changed => _clients = Read(changed));
    }

    /// <summary>Finds the client of a key. The time that this takes does not depend on how much of a wrong key is right.</summary>
    /// <returns>The client; null when the key is not valid.</returns>
    public ClaimsPrincipal? Find(string key)
    {
        if (ApiKey.ClientOf(key) is not { } name || !_clients.TryGetValue(name, out var client))
            return null;

        var hash = ApiKey.HashOf(key);
        var isValid = false;
        foreach (var slot in client.Hashes)
            isValid |= CryptographicOperations.FixedTimeEquals(hash, slot);
        return isValid ? client.Principal : null;
    }

    public void Dispose() => _changes?.Dispose();

    private static Dictionary<string, Client> Read(AccessOptions options) => options.Clients.ToDictionary(
        client => client.Key,
        client => new Client(
            [.. client.Value.Keys.Select(Convert.FromHexString)],
            Caller.PrincipalOf(client.Key, client.Value.Scopes, client.Value.Targets, ApiKeyHandler.Scheme)));

    private sealed record Client(byte[][] Hashes, ClaimsPrincipal Principal);
}
