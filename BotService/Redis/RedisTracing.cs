#if !ASPIRE
using System.Collections.Concurrent;
using System.Diagnostics;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Nudge.BotService.Redis;

/// <summary>
/// Spans of the commands that were sent within a span, under the name that Aspire's client gives them. The client reports
/// commands to the session of the caller, and sessions are read out a little later, off every caller's way.
/// </summary>
internal sealed class RedisTracing(IConnectionMultiplexer redis) : BackgroundService
{
    private static readonly ActivitySource Source = new("OpenTelemetry.Instrumentation.StackExchangeRedis");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Activity, ProfilingSession> _sessions = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.RegisterProfiler(() => Source.HasListeners() && Activity.Current is { Recorded: true } caller
            ? _sessions.GetOrAdd(caller, _ => new ProfilingSession())
            : null);

        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                ReadOut();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            ReadOut();
        }
    }

    private void ReadOut()
    {
        foreach (var (caller, session) in _sessions)
        {
            // A span that has ended sends nothing more; looked at before the last read, so that nothing falls in between.
            var hasEnded = caller.IsStopped;
            foreach (var command in session.FinishProfiling())
                Trace(command, caller.Context);
            if (hasEnded)
                _sessions.TryRemove(caller, out _);
        }
    }

    private static void Trace(IProfiledCommand command, ActivityContext caller)
    {
        var activity = Source.StartActivity(command.Command, ActivityKind.Client, caller, startTime: command.CommandCreated);
        activity?.SetTag("db.system.name", "redis");
        activity?.SetTag("db.operation.name", command.Command);
        activity?.SetEndTime(command.CommandCreated + command.ElapsedTime);
        activity?.Stop();
    }
}
#endif
