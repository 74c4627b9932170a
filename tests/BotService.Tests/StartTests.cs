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

    [Fact]
    public async Task Start_WithoutRedisConfigured_IsRefused()
    {
        var line = await BuiltProgram.RefusesToStartAsync(
            "BotService", [], AnyHttpPort, AnyCallbackPort, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__redis", ""));

        Assert.Contains("ConnectionStrings:redis is missing", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RedisConnectionStringThatDoesNotParse_IsRefusedWithoutTheSecret()
    {
        var line = await BuiltProgram.RefusesToStartAsync(
            "BotService", [], AnyHttpPort, AnyCallbackPort, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__redis", "localhost:6379,password=s3,cret=1"));

        Assert.Contains("ConnectionStrings:redis cannot be parsed", line, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", line, StringComparison.Ordinal);
    }
}
