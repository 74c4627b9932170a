using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests that an owner cannot use more than its limits.</summary>
public sealed class LimitTests
{
    private static CreateRequest AnHourAhead => Requests.In(TimeSpan.FromHours(1));

    [Fact]
    public async Task Create_BeyondThePendingReminders_IsRefusedUntilThereIsRoom()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:PendingReminders"] = "2" });
        var first = await scheduler.Client.CreateAsync(AnHourAhead);
        await scheduler.Client.CreateAsync(AnHourAhead);

        var refusal = await Refusal.OfAsync(scheduler.Client.CreateAsync(AnHourAhead));
        Assert.Equal((StatusCode.ResourceExhausted, "QUOTA_EXCEEDED", "pending_reminders", "2"), (refusal.Code, refusal.Reason, refusal.Metadata["quota"], refusal.Metadata["limit"]));
        Assert.Equal(2, (await scheduler.EverythingAsync()).Count);

        await scheduler.Client.CancelAsync(new CancelRequest { Id = first.Reminder.Id });
        await Eventually.HoldsAsync("room", async () => await StatusOfAsync(scheduler.Client.CreateAsync(AnHourAhead)) == StatusCode.OK);
    }

    [Fact]
    public async Task Create_FasterThanTheRate_IsRefusedForThisOwnerAlone()
    {
        var (fast, other) = (new Credential("fast", "write"), new Credential("other", "write"));
        var settings = fast.Settings.Concat(other.Settings).ToDictionary();
        settings["Access:Clients:fast:Limits:CreationsPerSecond"] = "1";
        await using var scheduler = await SchedulerHost.StartAsync(settings: settings);
        await scheduler.Client.CreateAsync(AnHourAhead, fast);

        var failure = await RefusedAsync(() => scheduler.Client.CreateAsync(AnHourAhead, fast).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        var wait = failure.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan();
        Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
        await scheduler.Client.CreateAsync(AnHourAhead, other);
        await scheduler.Client.CreateAsync(AnHourAhead, other);
        await Eventually.HoldsAsync("a registration at the rate", async () => await StatusOfAsync(scheduler.Client.CreateAsync(AnHourAhead, fast)) == StatusCode.OK);
    }

    [Fact]
    public async Task Limits_ChangedInTheConfiguration_AreInForceAtOnce()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:CreationsPerSecond"] = "1", ["Access:Limits:Streams"] = "1" });
        await scheduler.Client.CreateAsync(AnHourAhead);
        await RefusedAsync(() => scheduler.Client.CreateAsync(AnHourAhead).ResponseAsync);
        using var first = scheduler.Client.CreateStream();
        await RegisterAsync(first);

        var configuration = (IConfigurationRoot)scheduler.Services.GetRequiredService<IConfiguration>();
        configuration["Access:Limits:CreationsPerSecond"] = "100";
        configuration["Access:Limits:Streams"] = "2";
        configuration.Reload();

        for (var i = 0; i < 20; i++)
            await scheduler.Client.CreateAsync(AnHourAhead);
        using var second = scheduler.Client.CreateStream();
        await RegisterAsync(second);
    }

    [Fact]
    public async Task CreateStream_FasterThanTheRate_IsSlowedDown()
    {
        const int Rate = 20;
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:CreationsPerSecond"] = $"{Rate}" });
        var started = TimeProvider.System.GetTimestamp();

        // The first second's worth is there at the start.
        Assert.Equal(2 * Rate, await scheduler.Client.CreateManyAsync(Enumerable.Repeat(AnHourAhead, 2 * Rate)).CountAsync());

        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(0.7));
    }

    [Fact]
    public async Task Streams_BeyondTheLimit_AreRefusedUntilOneEnds()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:Streams"] = "2" });
        using var stream = scheduler.Client.CreateStream();
        await RegisterAsync(stream);
        using var watch = scheduler.Client.Watch(new WatchRequest());
        await watch.ResponseHeadersAsync;

        using var refused = scheduler.Client.Watch(new WatchRequest());
        var failure = await RefusedAsync(() => refused.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((StatusCode.ResourceExhausted, "streams"), (failure.StatusCode, failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["quota"]));

        await stream.RequestStream.CompleteAsync();
        await Eventually.HoldsAsync("a free place", async () =>
        {
            using var next = scheduler.Client.CreateStream();
            await next.RequestStream.CompleteAsync();
            return await StatusOfAsync(next.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) == StatusCode.OK;
        });
    }

    [Fact]
    public async Task CreateStream_WithoutRequests_IsEnded()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:IdleStream"] = "00:00:01" });
        using var stream = scheduler.Client.CreateStream();
        await RegisterAsync(stream);

        var failure = await RefusedAsync(() => stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((StatusCode.ResourceExhausted, "STREAM_IDLE"), (failure.StatusCode, failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason));
        Assert.Single(await scheduler.EverythingAsync());
    }

    [Fact]
    public async Task CreateStream_WhoseAnswersAreNotRead_IsEnded()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:UnreadAnswer"] = "00:00:01" });
        using var stream = scheduler.Client.CreateStream();

        // A write that waits for the scheduler fails with the exception of the connection, a later one with that of the call.
        await Assert.ThrowsAnyAsync<Exception>(() => WriteForeverAsync(stream.RequestStream));

        Assert.Equal(StatusCode.ResourceExhausted, await LastStatusAsync(stream.ResponseStream));
    }

    [Fact]
    public async Task Watch_WhoseChangesAreNotRead_IsEnded()
    {
        await using var scheduler = await SchedulerHost.StartAsync(settings: new() { ["Access:Limits:UnreadAnswer"] = "00:00:01", ["Access:Limits:Streams"] = "2" });
        using var watch = scheduler.Client.Watch(new WatchRequest());
        await watch.ResponseHeadersAsync;
        await scheduler.Client.CreateManyAsync(Enumerable.Repeat(Large(), 200)).CountAsync();

        // Its place is free once it has ended. Until then, the second of these is refused.
        await Eventually.HoldsAsync("the end of the watch", async () =>
        {
            using var first = scheduler.Client.CreateStream();
            using var second = scheduler.Client.CreateStream();
            var statuses = await Task.WhenAll(StatusOfAsync(RegisterAsync(first)), StatusOfAsync(RegisterAsync(second)));
            return statuses.All(status => status == StatusCode.OK);
        });

        Assert.Equal(StatusCode.ResourceExhausted, await LastStatusAsync(watch.ResponseStream));
    }

    private static CreateRequest Large() => Requests.In(TimeSpan.FromHours(1), text: new string('x', 30_000));

    private static Task<RpcException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<RpcException>(call);

    private static async Task RegisterAsync(AsyncDuplexStreamingCall<CreateRequest, CreateStreamResponse> stream)
    {
        await stream.RequestStream.WriteAsync(AnHourAhead, TestContext.Current.CancellationToken);
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    private static async Task WriteForeverAsync(IClientStreamWriter<CreateRequest> requests)
    {
        while (true)
            await requests.WriteAsync(Large(), TestContext.Current.CancellationToken);
    }

    private static Task<StatusCode> StatusOfAsync(AsyncUnaryCall<CreateResponse> call) => StatusOfAsync(call.ResponseAsync);

    private static async Task<StatusCode> StatusOfAsync(Task call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static Task<StatusCode> LastStatusAsync<T>(IAsyncStreamReader<T> answers) => StatusOfAsync(ReadAsync(answers));

    private static async Task ReadAsync<T>(IAsyncStreamReader<T> answers)
    {
        while (await answers.MoveNext(TestContext.Current.CancellationToken))
        {
        }
    }
}
