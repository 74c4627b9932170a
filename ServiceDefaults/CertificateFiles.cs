using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Nudge.ServiceDefaults;

/// <summary>
/// A certificate and its private key in files, which another program may replace at any time: two PEM files, or one PKCS#12 file when
/// <paramref name="keyPath"/> is null.
/// </summary>
/// <param name="path">The path of the certificate, with the certificates of its issuers.</param>
/// <param name="keyPath">The path of the private key; null when it is in the same file.</param>
/// <param name="password">The password of the private key; null when it is not encrypted.</param>
/// <param name="log">The log of replacements.</param>
internal sealed partial class CertificateFiles(string path, string? keyPath, string? password, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _check = new();
    private byte[] _content = [];
    private SslStreamCertificateContext? _current;
    private long _checkedAt;

    /// <summary>
    /// Gets the certificate to show to a new connection. Looks at the files when the last look is a second old. Files that cannot be used are logged, and
    /// the certificate before them stays.
    /// </summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_check)
            {
                if (Stopwatch.GetElapsedTime(_checkedAt) >= Interval)
                    Check();
                return _current!;
            }
        }
    }

    /// <summary>Reads the files for the first time.</summary>
    /// <returns>The certificate.</returns>
    /// <exception cref="CannotStartException">The files cannot be used.</exception>
    public X509Certificate2 Open()
    {
        try
        {
            Read();
            return _current!.TargetCertificate;
        }
        catch (Exception failure) when (IsOfFiles(failure))
        {
            throw new CannotStartException($"the certificate {path} cannot be used: {failure.Message}", failure);
        }
    }

    private void Check()
    {
        try
        {
            if (Read())
                LogReplaced(path, _current!.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception failure) when (IsOfFiles(failure))
        {
            LogUnusable(failure, path);
        }
    }

    /// <returns>True if the files have changed.</returns>
    private bool Read()
    {
        _checkedAt = Stopwatch.GetTimestamp();
        var certificate = File.ReadAllBytes(path);
        var key = keyPath is null ? [] : File.ReadAllBytes(keyPath);
        byte[] content = [.. certificate, .. key];
        if (content.AsSpan().SequenceEqual(_content))
            return false;

        _current = keyPath is null ? LoadPkcs12(certificate) : LoadPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        _content = content;
        return true;
    }

    private SslStreamCertificateContext LoadPkcs12(byte[] content)
    {
        var certificates = X509CertificateLoader.LoadPkcs12Collection(content, password);
        var own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it has no private key; set KeyPath");
        return SslStreamCertificateContext.Create(own, certificates, offline: true);
    }

    private SslStreamCertificateContext LoadPem(string certificate, string key)
    {
        using var own = password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPem(certificate);
        // Windows cannot serve a key that was read from a PEM.
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null), issuers, offline: true);
    }

    private static bool IsOfFiles(Exception failure) => failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(2, LogLevel.Information, "Certificate {Path} was replaced; the new one is valid until {NotAfter:u}")]
    private partial void LogReplaced(string path, DateTime notAfter);

    [LoggerMessage(3, LogLevel.Error, "Certificate {Path} cannot be used; the one before is still served")]
    private partial void LogUnusable(Exception failure, string path);
}
