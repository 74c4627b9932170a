using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nudge.Servers;

/// <summary>A client of the scheduler, with its API key.</summary>
/// <param name="Name">The owner of the client's reminders.</param>
/// <param name="Key">The key.</param>
/// <param name="Scopes">The scopes that the scheduler grants it.</param>
public sealed record ApiClient(string Name, string Key, params string[] Scopes)
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "x-api-key";

    /// <summary>Gets the settings of a scheduler that knows the client, as environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new($"Access__Clients__{Name}__Keys__0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
        .. Scopes.Select((scope, index) => new KeyValuePair<string, string>($"Access__Clients__{Name}__Scopes__{index}", scope)),
    ];

    /// <summary>Makes a client with a new key.</summary>
    public static ApiClient New(string name, params string[] scopes) =>
        new(name, $"{name}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}", scopes);
}
