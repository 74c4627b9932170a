using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Runs the callbacks of the configuration and finds them by name.</summary>
internal sealed class CallbackTargets : BackgroundService
{
    private static readonly TimeSpan UnansweredInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, CallbackTarget> _targets;
    private readonly TimeProvider _clock;

    public CallbackTargets(IServiceProvider services, IOptions<CallbackOptions> options, TimeProvider clock)
    {
        _targets = options.Value.Targets.Keys.ToDictionary(
            name => name, name => ActivatorUtilities.CreateInstance<CallbackTarget>(services, name), StringComparer.Ordinal);
        _clock = clock;
    }

    public bool AnyConnected => _targets.Values.Any(target => target.IsConnected);

    public IEnumerable<CallbackTarget> Targets => _targets.Values;

    public CallbackTarget? Find(string name) => _targets.GetValueOrDefault(name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = Task.WhenAll(_targets.Values.Select(target => target.RunAsync(stoppingToken)));
        using var timer = new PeriodicTimer(UnansweredInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var target in _targets.Values)
                    target.ExpireUnanswered();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }

        await running;
    }
}
