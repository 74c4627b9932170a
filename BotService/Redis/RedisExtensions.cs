#if !ASPIRE
using Nudge.BotService.Redis;
using Nudge.ServiceDefaults;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for Aspire.StackExchange.Redis, by the same name in the same place, where the feed does not carry it.</summary>
internal static class RedisExtensions
{
    /// <summary>Adds the <see cref="IConnectionMultiplexer"/> of a connection string, its health check, and its tracing.</summary>
    public static void AddRedisClient(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => Connect(builder.Configuration, connectionName));
        // Needs the connection, so that a wrong configuration ends the start and not the first request.
        builder.Services.AddHostedService<RedisTracing>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(connectionName);
    }

    private static ConnectionMultiplexer Connect(IConfiguration configuration, string connectionName)
    {
        if (configuration.GetConnectionString(connectionName) is not { Length: > 0 } connectionString)
            throw new CannotStartException($"ConnectionStrings:{connectionName} is missing. Set it to the address of Redis, such as localhost:6379.");

        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        return ConnectionMultiplexer.Connect(options);
    }
}
#endif
