using System.Globalization;
using System.Text;
using Nudge.EndToEnd.Telemetry.Otlp;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.Telemetry;

/// <summary>Tests the exports of the services while a reminder is registered, throttled once by Teams, and delivered.</summary>
public sealed class TelemetryTests(ObservedFixture fixture) : IClassFixture<ObservedFixture>
{
    private const string Text = "confidential-7c1f";

    /// <summary>The spans that each of the two deliveries has.</summary>
    private static readonly string[] PerDelivery = ["deliver reminder", "run handler Notifications.SendText", "POST", "settle reminder"];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Metrics_AfterADelivery_AreThoseOfTheDocument()
    {
        await DeliverAsync();

        // A gauge of the store is measured once a minute.
        await Eventually.HoldsAsync("last metric", () => Task.FromResult(TelemetryDocument.Metrics.Keys.All(Exported().ContainsKey)), TimeSpan.FromMinutes(2));

        Assert.Equal(
            TelemetryDocument.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal), Exported().OrderBy(metric => metric.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Trace_OfAReminder_IsOneTree()
    {
        var reminder = await DeliverAsync();
        // The scheduler and the bot export independently.
        var spans = await Eventually.GetAsync("complete trace", () => Task.FromResult(
            FindTrace(reminder.Id) is { } trace && PerDelivery.All(name => trace.Count(span => span.Name == name) == 2) ? trace : null), Timeout);

        var register = Assert.Single(spans, span => span.Name == "register reminder");
        Assert.All(Named("wait until due"), wait => Assert.Equal(register.SpanId, wait.ParentSpanId));
        var deliveries = Named("deliver reminder");
        Assert.All(deliveries, delivery => Assert.Equal(register.SpanId, delivery.ParentSpanId));
        Assert.Equal(["delivered", "retry_later"], deliveries.Select(delivery => Attribute(delivery, "nudge.outcome")?.StringValue).Order());
        Assert.All(deliveries, delivery => Assert.True(Attribute(delivery, "nudge.lateness")?.DoubleValue >= 0));

        var delivered = Assert.Single(deliveries, delivery => Attribute(delivery, "nudge.outcome")?.StringValue == "delivered");
        var handler = Assert.Single(spans, span => span.Name == "run handler Notifications.SendText" && span.ParentSpanId == delivered.SpanId);
        Assert.Equal("Notifications.SendText", Attribute(handler, "nudge.handler")?.StringValue);
        Assert.Single(spans, span => span.Name == "POST" && IsBelow(span, handler));
        Assert.Single(spans, span => span.Name == "settle reminder" && span.ParentSpanId == delivered.SpanId);
        // One tree: every parent is exported, except the caller's span.
        Assert.Single(spans, span => span.ParentSpanId.IsEmpty || spans.All(other => other.SpanId != span.ParentSpanId));

        // The Teams SDK adds its own span between the two.
        bool IsBelow(Span span, Span top) => spans.FirstOrDefault(other => other.SpanId == span.ParentSpanId) is { } parent && (parent == top || IsBelow(parent, top));

        List<Span> Named(string name) => [.. spans.Where(span => span.Name == name)];
    }

    [Fact]
    public async Task Exports_AfterADelivery_HoldNoInfrastructureAndNoText()
    {
        var reminder = await DeliverAsync();
        await Eventually.HoldsAsync("trace", () => Task.FromResult(FindTrace(reminder.Id) is not null), Timeout);

        Assert.DoesNotContain(fixture.Collector.Spans, span => span.Name.Contains("Health", StringComparison.Ordinal)
            || span.Name.EndsWith("ReminderCallback/Deliver", StringComparison.Ordinal) || span.Name == "PING" || span.Name.StartsWith("Quartz", StringComparison.Ordinal));
        Assert.DoesNotContain(fixture.Collector.Exports, export => export.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Text)) >= 0);
    }

    private async Task<Reminder> DeliverAsync()
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(FaultKind.Answer, 429, RetryAfter: 1)]);
        var request = fixture.Request(conversation, TimeProvider.System.GetUtcNow().AddSeconds(1));
        request.Reminder.Notification.Text = string.Create(CultureInfo.InvariantCulture, $"{Text} {Guid.NewGuid()}");
        var reminder = (await fixture.Scheduler.CreateAsync(request)).Reminder;
        return await fixture.AwaitAsync(reminder, found => found.State == ReminderState.Delivered, "delivery", Timeout);
    }

    // Instruments of the runtime and of ASP.NET Core are not ours to document.
    private Dictionary<string, (string Kind, string Unit)> Exported() =>
        fixture.Collector.Metrics.Where(metric => metric.Key.StartsWith("nudge.", StringComparison.Ordinal)).ToDictionary();

    private IReadOnlyList<Span>? FindTrace(string reminderId)
    {
        var spans = fixture.Collector.Spans;
        var trace = spans.FirstOrDefault(span => span.Name == "register reminder" && Attribute(span, "nudge.reminder.id")?.StringValue == reminderId)?.TraceId;
        return trace is null ? null : [.. spans.Where(span => span.TraceId == trace)];
    }

    private static AnyValue? Attribute(Span span, string key) => span.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
