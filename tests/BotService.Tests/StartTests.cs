#if !TEAMS_SDK || !ASPIRE
namespace Nudge.BotService.Tests;

public sealed class StartTests
{
    private static readonly (string, string) AnyHttpPort = ("Kestrel__Endpoints__http__Url", "http://127.0.0.1:0");
    private static readonly (string, string) AnyCallbackPort = ("Kestrel__Endpoints__callback__Url", "http://127.0.0.1:0");

#if !TEAMS_SDK
    [Fact]
    public async Task Start_WithoutTheTeamsSdkInProduction_IsRefused()
    {
        var line = await BuiltProgram.RefusesToStartAsync(
            "BotService", [], AnyHttpPort, AnyCallbackPort, ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=100"));

        Assert.Contains("Development environment only", line, StringComparison.Ordinal);
    }
#endif

#if !ASPIRE
    [Fact]
    public async Task Start_WithoutRedisConfigured_IsRefused()
    {
        var line = await BuiltProgram.RefusesToStartAsync(
            "BotService", [], AnyHttpPort, AnyCallbackPort, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__redis", ""));

        Assert.Contains("ConnectionStrings:redis is missing", line, StringComparison.Ordinal);
    }
#endif
}
#endif
