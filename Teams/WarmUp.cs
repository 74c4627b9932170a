using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nudge.Teams;

/// <summary>
/// Reads an activity and the store once before the bot serves. In a fresh process the first run takes half a second longer, and a person would wait
/// that long.
/// </summary>
internal sealed class WarmUp(ConversationStore conversations, ILogger<WarmUp> logger) : IHostedService
{
    private const string Activity = """{"type":"message","serviceUrl":"http://localhost","conversation":{"id":"warm-up"},"entities":[{"type":"clientInfo"}]}""";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ActivityReader.Read(JsonSerializer.Deserialize<ActivityJson>(Activity, ActivityJson.Options)!);
        try
        {
            await conversations.FindLatestAsync();
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            logger.NotWarm(failure);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
