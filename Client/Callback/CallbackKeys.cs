using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Nudge.Client;

/// <summary>
/// Accepts only schedulers that know a key. The section <c>Aspire:Nudge:Callback:Keys</c> has the SHA-256 hash of the key in hexadecimal, or two while it is
/// replaced. Without a hash, only schedulers on this machine are accepted.
/// </summary>
internal sealed class CallbackKeys
{
    private const string Section = "Aspire:Nudge:Callback:Keys";

    private readonly byte[][] _hashes;

    /// <exception cref="InvalidOperationException">A setting is no hash. The message names it and does not contain it.</exception>
    public CallbackKeys(IConfiguration configuration) =>
        _hashes = [.. configuration.GetSection(Section).GetChildren().Select(setting => HashIn(setting.Value ?? "")
            ?? throw new InvalidOperationException($"{setting.Path} must be the SHA-256 hash of a key, in 64 hexadecimal digits"))];

    /// <summary>Answers 401 to a call of the callback without a right key.</summary>
    public Task RefuseStrangers(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null || IsAccepted(context))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private bool IsAccepted(HttpContext context)
    {
        if (_hashes.Length == 0)
            return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        if (context.Request.Headers[ApiKeyHandler.Header] is not [{ } key])
            return false;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var isKnown = false;
        foreach (var known in _hashes)
            isKnown |= CryptographicOperations.FixedTimeEquals(hash, known);
        return isKnown;
    }

    private static byte[]? HashIn(string text) =>
        text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    /// <summary>Marks the endpoints of the callback.</summary>
    internal sealed class Mark;
}
