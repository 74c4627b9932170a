using System.Globalization;

namespace Nudge.AppHost;

/// <summary>
/// Restarts crashed resources, because Aspire does not. A resource that ends with <see cref="CannotStartException.ExitCode"/> is not restarted.
/// </summary>
internal sealed class CrashRestarter(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    ResourceLoggerService resourceLogs,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<CrashRestarter> log)
    : BackgroundService
{
    private readonly Dictionary<string, CrashHistory> _histories = [];
    private readonly Dictionary<string, DateTime?> _runs = [];

    private int Limit => configuration.GetValue("Restart:CrashesPerMinute", 5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (!change.Resource.Annotations.OfType<RestartAnnotation>().Any())
                continue;

            var state = change.Snapshot.State?.Text;
            if (state == KnownResourceStates.Running)
                _runs[change.ResourceId] = change.Snapshot.StartTimeStamp;
            else if (state == KnownResourceStates.Stopping)
                _runs.Remove(change.ResourceId);
            // Aspire can report the end of a run more than once; removing the run counts it once. A requested stop has removed it already.
            else if (KnownResourceStates.TerminalStates.Contains(state) && change.Snapshot.ExitCode is { } exitCode and not 0 && _runs.Remove(change.ResourceId, out var started))
                _ = OnCrashAsync(change, exitCode, started, stoppingToken);
        }
    }

    private async Task OnCrashAsync(ResourceEvent change, int exitCode, DateTime? started, CancellationToken stoppingToken)
    {
        var id = change.ResourceId;
        if (exitCode == CannotStartException.ExitCode)
        {
            log.CannotStart(id, await LastLineAsync(id, stoppingToken));
            return;
        }

        if (!_histories.TryGetValue(id, out var history))
            _histories[id] = history = new CrashHistory(Limit);

        var ranFor = started is null ? TimeSpan.Zero : time.GetUtcNow().UtcDateTime - started.Value;
        while (history.Note(time.GetUtcNow(), ranFor) is { } wait)
        {
            log.Restarting(id, exitCode, wait);
            await ShowAsync(change, "Restarting", KnownResourceStateStyles.Warn);
            await Task.Delay(wait, time, stoppingToken);
            var restarted = await commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, stoppingToken);
            if (restarted.Success)
                return;

            // The start fails when a resource that this one waits for is down. That counts as a crash.
            log.NotRestarted(id, restarted.Message);
            ranFor = TimeSpan.Zero;
        }

        log.GaveUp(id, Limit, exitCode, await LastLineAsync(id, stoppingToken));
        await ShowAsync(change, string.Create(CultureInfo.InvariantCulture, $"Crashed {Limit} times in a minute"), KnownResourceStateStyles.Error);
    }

    private Task ShowAsync(ResourceEvent change, string state, string style) =>
        notifications.PublishUpdateAsync(change.Resource, change.ResourceId, snapshot => snapshot with { State = new ResourceStateSnapshot(state, style) });

    private async Task<string> LastLineAsync(string id, CancellationToken cancellationToken)
    {
        var last = "";
        await foreach (var lines in resourceLogs.GetAllAsync(id).WithCancellation(cancellationToken))
            last = lines.Select(line => line.Content).LastOrDefault(content => content.Length > 0) ?? last;
        return last;
    }
}
