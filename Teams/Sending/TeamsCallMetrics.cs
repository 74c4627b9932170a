using System.Diagnostics.Metrics;
using System.Diagnostics;
using System.Net;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Measures calls to Teams by operation and result.</summary>
internal sealed class TeamsCallMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram(
        "nudge.teams.call.duration", "s", "Duration of calls to Teams",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    /// <summary>Makes a call and measures its duration.</summary>
    /// <param name="operation">The name of the operation, such as <c>send</c>.</param>
    /// <param name="call">The call.</param>
    public Task<T> MeasureAsync<T>(string operation, Func<Task<T>> call) => _duration.Enabled ? TimeAsync(operation, call) : call();

    private async Task<T> TimeAsync<T>(string operation, Func<Task<T>> call)
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
