using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Serves the certificate files that the section <c>Kestrel</c> names, and takes up replaced files for new connections. Kestrel's own reload closes the
/// endpoint and opens it again: it refuses connections meanwhile, and ends long calls.
/// </summary>
internal sealed class Certificates(IConfiguration configuration, ILogger<CertificateFiles> log) : IConfigureOptions<KestrelServerOptions>, IHostedService
{
    private readonly IConfigurationSection _section = configuration.GetSection("Kestrel");

    /// <summary>The files by the thumbprint of the certificate that Kestrel has read from them.</summary>
    private readonly Dictionary<string, CertificateFiles> _files = [];

    public void Configure(KestrelServerOptions options)
    {
        options.Configure(_section, reloadOnChange: false);
        options.ConfigureHttpsDefaults(https => https.OnAuthenticate = (_, tls) =>
        {
            if (tls.ServerCertificateContext is { } read && _files.TryGetValue(read.TargetCertificate.Thumbprint, out var files))
                tls.ServerCertificateContext = files.Current;
        });
    }

    /// <summary>Reads the files, before Kestrel does.</summary>
    /// <exception cref="CannotStartException">A file cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var own = _section.GetSection("Endpoints").GetChildren().Select(endpoint => endpoint.GetSection("Certificate"));
        foreach (var certificate in own.Prepend(_section.GetSection("Certificates:Default")))
        {
            if (certificate["Path"] is not { } path)
                continue;
            var files = new CertificateFiles(path, certificate["KeyPath"], certificate["Password"], log);
            _files[files.Open().Thumbprint] = files;
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
