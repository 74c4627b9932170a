using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.BotService.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task Certificate_ReplacedUnderLoad_IsTakenUpWithoutAFailedCall()
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        await using var redis = await RedisServer.StartAsync();
        using var mounted = new MountedCertificate();
        var port = FreePort.Find();
        await using var bot = ChildProcess.StartProject("BotService", [], new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__redis"] = redis.Address,
            ["Kestrel__Endpoints__callback__Url"] = "http://127.0.0.1:0",
            ["Kestrel__Endpoints__http__Url"] = $"https://localhost:{port}",
            ["Kestrel__Endpoints__http__Certificate__Path"] = mounted.CertificatePath,
            ["Kestrel__Endpoints__http__Certificate__KeyPath"] = mounted.KeyPath,
        });
        await bot.UntilListensAsync(port);

        await CertificateRotation.VerifyAsync(mounted, port, async handler =>
        {
            using var client = new HttpClient(handler, disposeHandler: false);
            using var answer = await client.GetAsync(new Uri($"https://localhost:{port}/alive"), TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        });
    }
}
