using Grpc.Core;
using Grpc.Net.Client;
using Nudge.SchedulerService.Access;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests that a scheduler serves https, and takes up a new certificate from its files without a restart.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly string Key = ApiKey.NewFor("shop");
    private static readonly Metadata Credential = new() { { "x-api-key", Key } };

    private readonly TemporaryFolder _folder = new();
    private readonly MountedCertificate _mounted = new();
    private readonly int _port = FreePort.Find();

    [Fact]
    public async Task Certificate_ReplacedUnderLoad_IsTakenUpWithoutAFailedCall()
    {
        await using var scheduler = await StartAsync();
        using var channel = GrpcChannel.ForAddress($"https://localhost:{_port}", new() { HttpHandler = new SocketsHttpHandler { SslOptions = _mounted.Trust() }, DisposeHttpClient = true });
        var client = new ReminderScheduler.ReminderSchedulerClient(channel);
        using var watch = client.Watch(new WatchRequest(), Credential);
        await watch.ResponseHeadersAsync;

        await CertificateRotation.VerifyAsync(_mounted, _port, async handler =>
        {
            using var connection = GrpcChannel.ForAddress($"https://localhost:{_port}", new() { HttpHandler = handler });
            await new ReminderScheduler.ReminderSchedulerClient(connection).ListAsync(new ListRequest(), Credential);
        });

        // The watch began with the first certificate, and still works.
        var created = await client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), Credential);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(created.Reminder.Id, watch.ResponseStream.Current.Reminder.Id);
    }

    [Fact]
    public async Task Certificate_ReplacedByADamagedOne_IsServedFurther()
    {
        await using var scheduler = await StartAsync();
        scheduler.Expect("CertificateFiles[3]");
        var served = await CertificateRotation.ThumbprintAsync(_mounted, _port);

        _mounted.Damage();
        await Eventually.HoldsAsync("error in the log", async () =>
        {
            Assert.Equal(served, await CertificateRotation.ThumbprintAsync(_mounted, _port));
            return scheduler.Process.Lines.Any(line => line.Contains("CertificateFiles[3]", StringComparison.Ordinal));
        });

        var next = _mounted.Rotate();
        await Eventually.HoldsAsync("connection with the next certificate", async () => await CertificateRotation.ThumbprintAsync(_mounted, _port) == next);
    }

    [Fact]
    public async Task Start_WithADamagedCertificate_IsRefused()
    {
        _mounted.Damage();
        await using var scheduler = SchedulerProcess.Start(_folder.Path, environment: Settings());

        Assert.Contains($"the certificate {_mounted.CertificatePath} cannot be used", await RefusedStart.LineAsync(scheduler.Process), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithHttpsAndNoCertificate_IsRefused()
    {
        await using var scheduler = SchedulerProcess.Start(_folder.Path, environment: Settings().Where(setting => !setting.Key.Contains("Certificate", StringComparison.Ordinal)).ToDictionary());

        Assert.Contains("No server certificate was specified", await RefusedStart.LineAsync(scheduler.Process), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _mounted.Dispose();
        _folder.Dispose();
    }

    private Task<SchedulerProcess> StartAsync() => SchedulerProcess.StartHealthyAsync(_folder.Path, environment: Settings());

    private Dictionary<string, string> Settings() => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["Kestrel__Endpoints__grpc__Url"] = $"https://localhost:{_port}",
        ["Kestrel__Certificates__Default__Path"] = _mounted.CertificatePath,
        ["Kestrel__Certificates__Default__KeyPath"] = _mounted.KeyPath,
        ["Access__Clients__shop__Keys__0"] = Convert.ToHexStringLower(ApiKey.HashOf(Key)),
        ["Access__Clients__shop__Scopes__0"] = "read",
        ["Access__Clients__shop__Scopes__1"] = "write",
    };
}
