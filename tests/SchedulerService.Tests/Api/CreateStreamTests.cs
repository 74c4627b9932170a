using Google.Rpc;
using Grpc.Core;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class CreateStreamTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private ReminderScheduler.ReminderSchedulerClient Client => shared.Host.Client;

    [Fact]
    public async Task CreateStream_ThousandsOfRequests_AnswersAndStoresEach()
    {
        const int Count = 3_000;
        using var stream = Client.CreateStream();
        var sending = SendAsync(stream, Enumerable.Range(0, Count).Select(i => Requests.In(TimeSpan.FromHours(1), user: "bulk-1").WithId($"bulk-{i}")));

        var answers = await stream.ResponseStream.ReadAllAsync().ToListAsync();
        await sending;

        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), answers.Select(answer => answer.Index).Order());
        Assert.Equal(Count, answers.Select(answer => answer.Created.Reminder.Id).Distinct().Count());
        Assert.NotNull(await Client.GetAsync(new GetRequest { Id = answers[^1].Created.Reminder.Id }));
    }

    [Fact]
    public async Task CreateStream_OneInvalidRequest_FailsThatOneAlone()
    {
        using var stream = Client.CreateStream();
        await SendAsync(stream,
        [
            Requests.In(TimeSpan.FromHours(1), user: "bulk-2"),
            Requests.In(TimeSpan.FromHours(-1), user: "bulk-2"),
            Requests.In(TimeSpan.FromHours(2), user: "bulk-2"),
        ]);

        var answers = (await stream.ResponseStream.ReadAllAsync().ToListAsync()).OrderBy(answer => answer.Index).ToList();

        Assert.Equal(
            [CreateStreamResponse.ResultOneofCase.Created, CreateStreamResponse.ResultOneofCase.Error, CreateStreamResponse.ResultOneofCase.Created],
            answers.Select(answer => answer.ResultCase));
        Assert.Equal((int)StatusCode.InvalidArgument, answers[1].Error.Code);
        Assert.Equal("reminder.schedule.delay", Assert.Single(answers[1].Error.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task CreateStream_SchedulerStops_EndsAndKeepsTheAnsweredReminders()
    {
        using var folder = new TemporaryFolder();
        var first = await SchedulerHost.StartAsync(folder: folder);
        using var stream = first.Client.CreateStream();
        await stream.RequestStream.WriteAsync(Requests.In(TimeSpan.FromHours(1)));
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        var id = stream.ResponseStream.Current.Created.Reminder.Id;

        var stopping = first.StopAsync();
        var end = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(CancellationToken.None));
        stream.Dispose();
        await stopping;
        await first.DisposeAsync();

        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        await using var second = await SchedulerHost.StartAsync(folder: folder);
        Assert.Equal(ReminderState.Scheduled, (await second.Client.GetAsync(new GetRequest { Id = id })).State);
    }

    [Fact]
    public async Task CreateStream_CallerReadsNoAnswers_DoesNotDelayTheStop()
    {
        // The answers to the first few hundred requests fill the buffers of a caller that does not read.
        const int Kept = 2_000;
        await using var scheduler = await SchedulerHost.StartAsync();
        using var stream = scheduler.Client.CreateStream();
        for (var i = 0; i < Kept; i++)
            await stream.RequestStream.WriteAsync(Requests.In(TimeSpan.FromHours(1), user: "deaf"));
        await Eventually.GetAsync(
            "the first reminders", async () => (await scheduler.EverythingAsync()).Count == 1_000 ? "kept" : null);

        // Less than the 30 s that the host gives its services to stop.
        await scheduler.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));
    }

    private static async Task SendAsync(AsyncDuplexStreamingCall<CreateRequest, CreateStreamResponse> stream, IEnumerable<CreateRequest> requests)
    {
        foreach (var request in requests)
            await stream.RequestStream.WriteAsync(request);
        await stream.RequestStream.CompleteAsync();
    }
}
