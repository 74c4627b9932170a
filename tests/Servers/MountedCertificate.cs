using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nudge.Servers;

/// <summary>
/// A certificate for <c>localhost</c> in a folder, as Kubernetes mounts a secret: <c>tls.crt</c> and <c>tls.key</c> lead through the link <c>..data</c>, and
/// a rotation replaces that link. All certificates of a mount have the same issuer.
/// </summary>
public sealed class MountedCertificate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nudge-certificate-");
    private readonly X509Certificate2 _issuer = NewIssuer();
    private int _version;

    /// <summary>Mounts the first certificate.</summary>
    public MountedCertificate()
    {
        Rotate();
        File.CreateSymbolicLink(CertificatePath, Path.Combine("..data", "tls.crt"));
        File.CreateSymbolicLink(KeyPath, Path.Combine("..data", "tls.key"));
    }

    /// <summary>Gets the path of the certificate, in PEM.</summary>
    public string CertificatePath => Path.Combine(_folder.FullName, "tls.crt");

    /// <summary>Gets the path of the private key, in PEM.</summary>
    public string KeyPath => Path.Combine(_folder.FullName, "tls.key");

    /// <summary>Replaces the certificate and its key in one step.</summary>
    /// <returns>The thumbprint of the new certificate.</returns>
    public string Rotate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_issuer, _issuer.NotBefore, _issuer.NotAfter, BitConverter.GetBytes(_version));
        Mount(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }

    /// <summary>Replaces the certificate by one that does not match its key.</summary>
    public void Damage()
    {
        using var key = RSA.Create(2048);
        Mount(File.ReadAllText(CertificatePath), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Returns the TLS settings of a client that trusts this issuer only.</summary>
    public SslClientAuthenticationOptions Trust() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _issuer },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public void Dispose()
    {
        _issuer.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Mount(string certificate, string key)
    {
        var version = _folder.CreateSubdirectory((++_version).ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(version.FullName, "tls.crt"), certificate);
        File.WriteAllText(Path.Combine(version.FullName, "tls.key"), key);

        var next = Path.Combine(_folder.FullName, "..data_next");
        File.CreateSymbolicLink(next, version.Name);
        // File.Move does not move a link to a folder.
        if (rename(next, Path.Combine(_folder.FullName, "..data")) != 0)
            throw new InvalidOperationException($"the certificate was not replaced: error {Marshal.GetLastPInvokeError()}");
    }

    private static X509Certificate2 NewIssuer()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Issuer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

#pragma warning disable IDE1006 // The system defines the name.
    [DllImport("libc", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
#pragma warning restore IDE1006
}
