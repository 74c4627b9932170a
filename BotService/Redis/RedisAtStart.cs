#if !ASPIRE
using StackExchange.Redis;

namespace Nudge.BotService.Redis;

/// <summary>Connects when the service starts, so that a wrong configuration ends the start and not the first request.</summary>
internal sealed class RedisAtStart(IConnectionMultiplexer redis) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(redis);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
#endif
