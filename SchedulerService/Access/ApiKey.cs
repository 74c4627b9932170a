using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nudge.SchedulerService.Access;

/// <summary>An API key: the client's name, a dot, and 32 random bytes in base64url.</summary>
internal static class ApiKey
{
    /// <summary>The header, and the gRPC metadata, that carries the key.</summary>
    public const string Header = "x-api-key";

    private const int MaxLength = 200;
    private const int MaxClientName = 100;
    private const int SecretBytes = 32;

    /// <summary>Makes a key for a client.</summary>
    public static string NewFor(string client) => $"{client}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <summary>Returns the hash of a key: SHA-256, 32 bytes. The configuration has it in hexadecimal.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Reads the client's name out of a key.</summary>
    /// <returns>The name; null when the text is no key.</returns>
    public static string? ClientOf(string key) =>
        key.Length <= MaxLength && key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && IsClientName(key[..dot]) ? key[..dot] : null;

    public static bool IsClientName(string name) =>
        name.Length is > 0 and <= MaxClientName && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
