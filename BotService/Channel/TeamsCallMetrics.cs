using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Nudge.BotService.Reminders;

namespace Nudge.BotService.Channel;

/// <summary>Measures calls to Teams, by what they do and by Teams' answer.</summary>
internal sealed class TeamsCallMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram(
        "nudge.teams.call.duration", "s", "Time that a call to Teams takes",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    /// <summary>Makes a call.</summary>
    /// <param name="operation">What it does.</param>
    /// <param name="call">The call.</param>
    public Task<string> MeasureAsync(string operation, Func<Task<string>> call) => _duration.Enabled ? TimeAsync(operation, call) : call();

    private async Task<string> TimeAsync(string operation, Func<Task<string>> call)
    {
        var started = Stopwatch.GetTimestamp();
        var result = "ok";
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            result = ResultOf(failure);
            throw;
        }
        finally
        {
            _duration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("nudge.operation", operation), new KeyValuePair<string, object?>("nudge.result", result));
        }
    }

    private static string ResultOf(Exception failure) => SendFailures.Classify(failure) switch
    {
        _ when failure is ThrottledException => "throttled",
        DeliveryOutcome.RetryLater when failure is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } => "unauthorized",
        DeliveryOutcome.RetryLater => "unreachable",
        DeliveryOutcome.RecipientUnreachable => "recipient_unreachable",
        DeliveryOutcome.Rejected => "refused",
        DeliveryOutcome.Ambiguous => "ambiguous",
        _ => "failed",
    };
}
