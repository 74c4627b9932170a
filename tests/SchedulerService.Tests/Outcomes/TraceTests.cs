using System.Diagnostics;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Outcomes;

public sealed class TraceTests : IDisposable
{
    private readonly Spans _spans = new("Nudge.SchedulerService", "Microsoft.AspNetCore");

    public void Dispose() => _spans.Dispose();

    [Fact]
    public async Task Delivery_OfAReminder_IsOneTreeUnderItsRegistration()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        using var caller = new Activity("the caller's own").Start();
        var before = TimeProvider.System.GetUtcNow();

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(1)));
        var received = await bot.NextAsync();
        var settle = await SpanAsync("settle reminder", created.Reminder.Id);

        var register = await SpanAsync("register reminder", created.Reminder.Id);
        var wait = await SpanAsync("wait until due", created.Reminder.Id);
        var deliver = await SpanAsync("deliver reminder", created.Reminder.Id);
        Assert.All([register, wait, deliver, settle], span => Assert.Equal(caller.TraceId, span.TraceId));
        Assert.Contains(_spans.Ended, span => span.Source.Name == "Microsoft.AspNetCore" && span.SpanId == register.ParentSpanId);
        Assert.Equal((register.SpanId, register.SpanId), (wait.ParentSpanId, deliver.ParentSpanId));
        Assert.Equal(deliver.SpanId, settle.ParentSpanId);
        Assert.Equal(deliver.Id, received.Delivery.TraceParent);

        Assert.Equal(deliver.StartTimeUtc, wait.StartTimeUtc + wait.Duration);
        Assert.InRange(wait.Duration, TimeSpan.FromSeconds(0.9), deliver.StartTimeUtc - before.UtcDateTime + TimeSpan.FromSeconds(0.1));
        Assert.Equal(1L, deliver.GetTagItem("nudge.reminder.occurrence"));
        Assert.InRange(Assert.IsType<double>(deliver.GetTagItem("nudge.lateness")), 0, 10);
        Assert.Equal(("delivered", "written"), (deliver.GetTagItem("nudge.outcome"), settle.GetTagItem("nudge.result")));
        Assert.All([register, wait, deliver, settle], span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task Delivery_ThatFails_SetsTheStatusOfTheSpan()
    {
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new() { Reason = "no" } };
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        using var caller = new Activity("the caller's own").Start();

        var created = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero));

        var deliver = await SpanAsync("deliver reminder", created.Reminder.Id);
        Assert.Equal(("rejected", ActivityStatusCode.Error), (deliver.GetTagItem("nudge.outcome"), deliver.Status));
    }

    [Fact]
    public async Task Registration_ThatIsRefused_IsMarkedAsRefused()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        using var caller = new Activity("the caller's own").Start();

        await Refusal.OfAsync(scheduler.Client.CreateAsync(new CreateRequest()));

        var register = await Eventually.GetAsync(
            "span", () => Task.FromResult(_spans.Ended.SingleOrDefault(span => span.OperationName == "register reminder" && span.TraceId == caller.TraceId)));
        Assert.Equal("refused", register.GetTagItem("nudge.result"));
    }

    private Task<Activity> SpanAsync(string name, string reminderId) => Eventually.GetAsync(
        name, () => Task.FromResult(_spans.Ended.SingleOrDefault(span => span.OperationName == name && (string?)span.GetTagItem("nudge.reminder.id") == reminderId)));
}
