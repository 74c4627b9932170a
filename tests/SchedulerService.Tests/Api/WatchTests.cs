using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class WatchTests
{
    [Fact]
    public async Task Watch_WithoutAFilter_ReportsEveryChange()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), "before anybody watched"));
        using var watch = scheduler.Client.Watch(new WatchRequest());
        await watch.ResponseHeadersAsync;

        var made = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder;
        Assert.Equal(made, await NextAsync(watch));
        var paused = await scheduler.Client.PauseAsync(new PauseRequest { Id = made.Id });
        Assert.Equal(paused, await NextAsync(watch));
        var resumed = await scheduler.Client.ResumeAsync(new ResumeRequest { Id = made.Id });
        Assert.Equal(resumed, await NextAsync(watch));
        await scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = made.Id });

        Reminder seen;
        do
        {
            seen = await NextAsync(watch);
        }
        while (seen.State != ReminderState.Delivered);
        Assert.Equal((made.Id, $"m-{made.Id}"), (seen.Id, seen.MessageId));
    }

    [Fact]
    public async Task Watch_WithAFilter_ReportsMatchesOnly()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        using var watch = scheduler.Client.Watch(new WatchRequest
        {
            Filter = new ReminderFilter { Recipient = new Recipient { UserId = "ann" }, States = { ReminderState.Cancelled } },
        });
        await watch.ResponseHeadersAsync;

        var bobs = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), user: "bob"))).Reminder.Id;
        var anns = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), user: "ann"))).Reminder.Id;
        await scheduler.Client.CancelAsync(new CancelRequest { Id = bobs });
        await scheduler.Client.CancelAsync(new CancelRequest { Id = anns });

        var seen = await NextAsync(watch);
        Assert.Equal((anns, ReminderState.Cancelled), (seen.Id, seen.State));
    }

    [Fact]
    public async Task Watch_SchedulerStops_Ends()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        using var watch = scheduler.Client.Watch(new WatchRequest());
        await watch.ResponseHeadersAsync;

        var stopping = scheduler.StopAsync();
        var end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None));
        await stopping;

        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
    }

    [Fact]
    public async Task Watch_CallerDoesNotRead_DoesNotDelayTheStop()
    {
        // The changes of the first few hundred reminders fill the buffers of a caller that does not read.
        const int Made = 2_000;
        await using var scheduler = await SchedulerHost.StartAsync();
        using var deaf = scheduler.Client.Watch(new WatchRequest());
        using var watch = scheduler.Client.Watch(new WatchRequest());
        await Task.WhenAll(deaf.ResponseHeadersAsync, watch.ResponseHeadersAsync);
        using var stream = scheduler.Client.CreateStream();
        for (var i = 0; i < Made; i++)
            await stream.RequestStream.WriteAsync(Requests.In(TimeSpan.FromHours(1)));
        await stream.RequestStream.CompleteAsync();
        await foreach (var answer in stream.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
            Assert.Null(answer.Error);
        for (var i = 0; i < Made; i++)
            await NextAsync(watch);

        // Far less than the host gives its services to stop.
        await scheduler.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
    }

    private static async Task<Reminder> NextAsync(AsyncServerStreamingCall<WatchResponse> watch)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
        return watch.ResponseStream.Current.Reminder;
    }
}
