using Nudge.Servers;
using Nudge.Tests;

namespace Nudge.BotService.Tests;

public sealed class StartTests
{
    private const string Secret = "s3cr3tM4RK";

    [Fact]
    public async Task Start_WithoutRedisConfigured_IsRefused() =>
        Assert.Contains("ConnectionStrings:redis is missing", await RefusalAsync(redis: ""), StringComparison.Ordinal);

    public static TheoryData<string> Malformed =>
    [
        // Connection strings of another form.
        $"redis://:{Secret}@localhost:6379/3", $"rediss://nudge:{Secret}@localhost:6379", $"redis-socket:///run/redis.sock?password={Secret}", $"tcp://localhost:6379,password={Secret}",
        $"nudge:{Secret}@localhost:6379", $":{Secret}@localhost", $"localhost:6379;password={Secret}", $"localhost:6379 password={Secret}", $"Host=localhost;Password={Secret}",
        $"Server=localhost,Password={Secret}", $"host=localhost port=6379 password={Secret}", $"Data Source=localhost;Password={Secret}", $"{{\"host\":\"localhost\",\"password\":\"{Secret}\"}}",
        $"-h localhost -a {Secret}", $"localhost:6379/{Secret}", $"localhost:6379?password={Secret}", $"localhost {Secret}", $"\"{Secret}\"",
        // No host.
        $"password={Secret}", $",password={Secret}", $"ssl=true,password={Secret},user=nudge", $"={Secret}", $",,,password={Secret}",
        // A password with a comma.
        $"localhost:6379,password=s3,{Secret}=1", $"localhost:6379,password=\"a,{Secret}=b\"", $"localhost:6379,password=a,b={Secret}", $"localhost:6379,password=a, {Secret}",
        // Unknown options, or invalid values.
        $"localhost:6379,{Secret}=1", $"localhost:6379,pasword={Secret}", $"localhost:6379,colour={Secret}", $"localhost:6379,connectTimeout={Secret}", $"localhost:6379,ssl={Secret}",
        $"localhost:6379,defaultDatabase={Secret}", $"localhost:6379,defaultDatabase=-1,password={Secret}", $"localhost:6379,abortConnect={Secret}", $"localhost:6379,keepAlive={Secret}",
        $"localhost:6379,syncTimeout=1{Secret}", $"localhost:6379,proxy={Secret}", $"localhost:6379,sslProtocols={Secret}", $"localhost:6379,protocol={Secret}",
        $"localhost:6379,connectRetry=99999999999,password={Secret}", $"localhost:99999,password={Secret}", $"localhost:{Secret},password={Secret}",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Start_MalformedRedisConnectionString_IsRefusedWithoutTheSecret(string connectionString)
    {
        var line = await RefusalAsync(connectionString);

        Assert.StartsWith("BotService cannot start: ConnectionStrings:redis takes host:port", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is a read-only replica", "--replicaof", "127.0.0.1 1", "--replica-read-only", "yes")]
    [InlineData("evicts data (maxmemory-policy allkeys-lru)", "--maxmemory-policy", "allkeys-lru")]
    [InlineData("has no memory left", "--maxmemory", "100kb")]
    [InlineData("lacks rights", "--user", "default", "on", "nopass", "~*", "+@all", "-@scripting")]
    [InlineData("refuses the password", "--requirepass", "another")]
    [InlineData("runs in cluster mode", "--cluster-enabled", "yes")]
    public async Task Start_UnsuitableRedis_IsRefused(string reason, params string[] settings)
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        await using var redis = await RedisServer.StartAsync(settings);

        Assert.Contains(reason, await RefusalAsync(redis.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownRedisDatabase_IsRefused()
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        await using var redis = await RedisServer.StartAsync();

        Assert.Contains("has no database 99", await RefusalAsync($"{redis.Address},defaultDatabase=99"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InProductionWithoutARegistration_IsRefused()
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        await using var redis = await RedisServer.StartAsync();

        Assert.Contains("AzureAd:ClientId is missing", await RefusalAsync(redis.Address, "Production"), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(string redis, string environment = "Development")
    {
        await using var bot = ChildProcess.StartProject("BotService", [], new()
        {
            ["Kestrel__Endpoints__http__Url"] = "http://127.0.0.1:0",
            ["Kestrel__Endpoints__callback__Url"] = "http://127.0.0.1:0",
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ConnectionStrings__redis"] = redis,
        });
        return await RefusedStart.LineAsync(bot);
    }
}
