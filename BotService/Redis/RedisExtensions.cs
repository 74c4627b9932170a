using System.Net;
using System.Text.RegularExpressions;
using Nudge.ServiceDefaults;
using StackExchange.Redis;

namespace Nudge.BotService.Redis;

internal static partial class RedisExtensions
{
    public const string ConnectionName = "redis";

    /// <summary>Adds the connection to Redis, and a health check that runs the bot's operations.</summary>
    public static void AddRedis(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(ConnectionName, settings => settings.DisableHealthChecks = true);
        builder.Services.AddSingleton<RedisProbe>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(ConnectionName);
    }

    /// <summary>Connects to Redis, so that a wrong setting ends the start and not the first request. An unreachable server does not end the start.</summary>
    /// <exception cref="CannotStartException">The connection string cannot be used, or the server refuses what the bot needs.</exception>
    public static async Task OpenRedisAsync(this WebApplication app)
    {
        Check(app.Configuration.GetConnectionString(ConnectionName));
        if (await FindFaultAsync(app.Services.GetRequiredService<RedisProbe>()) is { } fault)
            throw new CannotStartException(fault);
    }

    /// <summary>Returns true when Redis did not answer, or answered with an error. (The client's exceptions have no common base type.)</summary>
    public static bool IsRedisFailure(this Exception failure) => failure is RedisException or RedisTimeoutException;

    private static async Task<string?> FindFaultAsync(RedisProbe probe)
    {
        try
        {
            return await probe.FindFaultAsync();
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // The server is unreachable. The bot serves without it, and the health check reports it.
            return await probe.ExplainAbsenceAsync();
        }
    }

    // The parser's exceptions can repeat the password, so their messages are not shown.
    private static void Check(string? connectionString)
    {
        const string Form = $"ConnectionStrings:{ConnectionName} takes host:port,password=…,defaultDatabase=…";

        if (string.IsNullOrEmpty(connectionString))
            throw new CannotStartException($"ConnectionStrings:{ConnectionName} is missing. Set it to the address of Redis, such as localhost:6379.");
        if (connectionString.Contains("://", StringComparison.Ordinal))
            throw new CannotStartException($"{Form}, and not an address with a scheme.");

        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            // The parser takes the text after a comma in a password for a host, which is logged.
            var isInOrder = !connectionString.Split(',').SkipWhile(part => !part.Contains('=', StringComparison.Ordinal)).Any(part => !part.Contains('=', StringComparison.Ordinal));
            if (isInOrder && options.EndPoints.Count > 0 && options.DefaultDatabase is (null or >= 0) && options.EndPoints.OfType<DnsEndPoint>().All(host => HostName.IsMatch(host.Host)))
                return;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
        }

        throw new CannotStartException($"{Form}. It cannot be parsed.");
    }

    /// <summary>Matches a host name. The parser takes text of another form for a host name, which is logged and can contain a password.</summary>
    [GeneratedRegex(@"^[\w.\-]+\z")]
    private static partial Regex HostName { get; }
}
