using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nudge.Fuzz.Deployments;

/// <summary>A client of the scheduler, with its API key.</summary>
/// <param name="Name">The owner of the client's reminders.</param>
/// <param name="Key">The key.</param>
/// <param name="Scopes">The scopes that the scheduler grants it.</param>
internal sealed record Client(string Name, string Key, params string[] Scopes)
{
    public bool SeesAll => Scopes.Contains("admin");

    /// <summary>Makes a client with a new key.</summary>
    public static Client New(string name, params string[] scopes) =>
        new(name, $"{name}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}", scopes);

    /// <summary>Returns the scheduler's settings for the client.</summary>
    public IEnumerable<(string Name, string Value)> Settings() =>
    [
        ($"Access__Clients__{Name}__Keys__0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
        .. Scopes.Select((scope, index) => ($"Access__Clients__{Name}__Scopes__{index}", scope)),
    ];
}
