using Nudge.ServiceDefaults;
using StackExchange.Redis;

namespace Nudge.BotService.Redis;

internal static class RedisExtensions
{
    /// <summary>Connects to Redis, so that a wrong setting ends the start and not the first request. A server that is away does not.</summary>
    /// <exception cref="CannotStartException">The connection string is missing or cannot be parsed.</exception>
    public static Task OpenRedisAsync(this WebApplication app)
    {
        const string Name = "redis";
        if (app.Configuration.GetConnectionString(Name) is not { Length: > 0 } connectionString)
            throw new CannotStartException($"ConnectionStrings:{Name} is missing. Set it to the address of Redis, such as localhost:6379.");

        try
        {
            ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException)
        {
            // Its message can repeat the password.
            throw new CannotStartException($"ConnectionStrings:{Name} cannot be parsed. Redis takes host:port,password=….");
        }

        app.Services.GetRequiredService<IConnectionMultiplexer>();
        return Task.CompletedTask;
    }
}
