using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Access;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests that a key is replaced and revoked while the scheduler runs.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task Key_ReplacedInTwoSteps_IsAcceptedUntilItIsRemoved()
    {
        var (old, next) = (new Credential("shop", "read"), new Credential("shop", "read"));
        await using var scheduler = await SchedulerHost.StartAsync(settings: old.Settings.ToDictionary());
        var configuration = (IConfigurationRoot)scheduler.Services.GetRequiredService<IConfiguration>();
        Assert.Equal((StatusCode.OK, StatusCode.Unauthenticated), (await StatusOfAsync(old), await StatusOfAsync(next)));

        configuration["Access:Clients:shop:Keys:1"] = Convert.ToHexStringLower(ApiKey.HashOf(next.Key));
        configuration.Reload();
        Assert.Equal((StatusCode.OK, StatusCode.OK), (await StatusOfAsync(old), await StatusOfAsync(next)));

        configuration["Access:Clients:shop:Keys:0"] = Convert.ToHexStringLower(ApiKey.HashOf(next.Key));
        configuration.Reload();
        Assert.Equal((StatusCode.Unauthenticated, StatusCode.OK), (await StatusOfAsync(old), await StatusOfAsync(next)));

        async Task<StatusCode> StatusOfAsync(Credential credential)
        {
            try
            {
                await scheduler.Client.ListAsync(new ListRequest(), credential);
                return StatusCode.OK;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode;
            }
        }
    }
}
