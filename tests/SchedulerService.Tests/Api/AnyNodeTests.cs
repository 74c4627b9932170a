using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>The effect of a request to one node is visible on every other node.</summary>
public sealed class AnyNodeTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Requests_ToAnyNode_AreVisibleOnAll()
    {
        var store = new Dictionary<string, string?> { ["ConnectionStrings:reminders"] = await postgres.CreateDatabaseAsync() };
        await using var bot = await FakeBot.StartAsync();
        await using var first = await SchedulerHost.StartAsync(bot, settings: store);
        await using var second = await SchedulerHost.StartAsync(bot, settings: store);
        using var watch = second.Client.Watch(new WatchRequest());
        await watch.ResponseHeadersAsync;

        var made = (await first.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("once"))).Reminder;
        Assert.Equal(made, await second.Client.GetAsync(new GetRequest { Id = made.Id }));
        Assert.Equal(made, await NextAsync(watch.ResponseStream));
        Assert.True((await second.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("once"))).AlreadyExisted);

        var paused = await second.Client.PauseAsync(new PauseRequest { Id = made.Id });
        Assert.Equal(paused, await NextAsync(watch.ResponseStream));
        Assert.Equal("REVISION_STALE", (await Refusal.OfAsync(first.Client.UpdateAsync(new UpdateRequest { Reminder = made }))).Reason);
        await first.Client.ResumeAsync(new ResumeRequest { Id = made.Id });
        await second.Client.DeliverNowAsync(new DeliverNowRequest { Id = made.Id });
        await first.AwaitAsync(made.Id, ReminderState.Delivered);

        Assert.Equal(made.Id, Assert.Single(await second.EverythingAsync()).Id);
    }

    private static async Task<Reminder> NextAsync(Grpc.Core.IAsyncStreamReader<WatchResponse> stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        Assert.True(await stream.MoveNext(patience.Token));
        return stream.Current.Reminder;
    }
}
