using Nudge.Servers;
using Nudge.Tests;

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

    [Theory]
    [InlineData("localhost:6379,password=s3,cret=1")]
    [InlineData("localhost:6379,s3cret=1")]
    [InlineData("password=s3cret")]
    [InlineData("redis://:s3cret@localhost:6379/3")]
    [InlineData("localhost:6379,connectTimeout=s3cret")]
    public async Task Start_RedisConnectionStringThatDoesNotParse_IsRefusedWithoutTheSecret(string connectionString)
    {
        var line = await RefusalAsync(connectionString);

        Assert.StartsWith("BotService cannot start: ConnectionStrings:redis takes host:port", line, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is a read-only replica", "--replicaof", "127.0.0.1 1", "--replica-read-only", "yes")]
    [InlineData("evicts data (maxmemory-policy allkeys-lru)", "--maxmemory-policy", "allkeys-lru")]
    [InlineData("has no memory left", "--maxmemory", "100kb")]
    [InlineData("lacks rights", "--user", "default", "on", "nopass", "~*", "+@all", "-@scripting")]
    [InlineData("refuses the password", "--requirepass", "another")]
    [InlineData("runs in cluster mode", "--cluster-enabled", "yes")]
    public async Task Start_RedisThatCannotDoTheWork_IsRefused(string reason, params string[] settings)
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        await using var redis = await RedisServer.StartAsync(settings);

        Assert.Contains(reason, await RefusalAsync(redis.Address), StringComparison.Ordinal);
    }

    private static Task<string> RefusalAsync(string redis) => BuiltProgram.RefusesToStartAsync(
        "BotService", [], AnyHttpPort, AnyCallbackPort, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__redis", redis));
}
