using System.Collections.Concurrent;
using System.Diagnostics;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class TraceTests
{
    [Fact]
    public async Task Delivery_IsInTheTraceOfItsRegistrationAndLinksTheWait()
    {
        var deliveries = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Nudge.SchedulerService" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Nudge.SchedulerService")
                    deliveries.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        using var caller = new Activity("the caller's own").Start();

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero));
        var received = await bot.NextAsync();
        await scheduler.AwaitAsync(created.Reminder.Id, ReminderState.Delivered);

        var span = Assert.Single(deliveries, activity => (activity.GetTagItem("nudge.reminder_id") as string) == created.Reminder.Id);
        Assert.Equal(caller.TraceId, span.TraceId);
        Assert.Equal(span.Id, received.Delivery.TraceParent);
        var link = Assert.Single(span.Links);
        Assert.Equal(span.ParentSpanId, link.Context.SpanId);
        Assert.Contains(link.Tags!, tag => tag.Key == "nudge.waited_ms");
        Assert.Equal("Delivered", span.GetTagItem("nudge.outcome"));
    }
}
