using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Outcomes;

using Nudge.SchedulerService.Tests.Shards;

namespace Nudge.SchedulerService.Tests.Callbacks;

public sealed class CallbackStreamTests
{
    [Fact]
    public async Task Complete_WithQueuedDeliveries_SendsAllAndWaitsForTheirAnswers()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(bot.Address);
        using var stream = Open(channel, scheduler);
        var reading = stream.ReadAsync(NullLogger.Instance);
        var ids = Enumerable.Range(0, 300).Select(_ => Guid.CreateVersion7()).ToList();

        Assert.All(ids, id => Assert.True(stream.TrySend(InFlightTests.Due(id), settled: null)));
        await stream.CompleteAsync();

        Assert.Equal(0, (await reading).Outstanding);
        Assert.Equal(ids.Select(ReminderId.Format), bot.All.Select(received => received.Delivery.Id.ReminderId));
    }

    [Fact]
    public async Task TrySend_AfterTheStreamEnded_ReturnsFalse()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(bot.Address);
        using var stream = Open(channel, scheduler);
        var reading = stream.ReadAsync(NullLogger.Instance);

        stream.Cancel();
        await reading;

        Assert.False(stream.TrySend(InFlightTests.Due(Guid.CreateVersion7()), settled: null));
        Assert.Equal(0, stream.FreeSlots);
    }

    [Fact]
    public async Task TrySend_ThatReturnsFalse_RecordsNoSpan()
    {
        var reminder = InFlightTests.Due(Guid.CreateVersion7());
        var recorded = new ConcurrentDictionary<Activity, bool>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Nudge.SchedulerService",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => recorded[activity] = true,
            ActivityStopped = activity => recorded[activity] = activity.Recorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = _ => null;
        await using var scheduler = await SchedulerHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(bot.Address);
        using var stream = Open(channel, scheduler);
        var reading = stream.ReadAsync(NullLogger.Instance);

        Assert.True(stream.TrySend(reminder, settled: null));
        Assert.False(stream.TrySend(reminder, settled: null));
        stream.Cancel();
        await reading;
        Assert.False(stream.TrySend(reminder, settled: null));

        var id = ReminderId.Format(reminder.Key.Id);
        Assert.Single(recorded, span => span.Value && span.Key.OperationName == "deliver reminder" && (string?)span.Key.GetTagItem("nudge.reminder.id") == id);
    }

    private static CallbackStream Open(GrpcChannel channel, SchedulerHost scheduler) => new(
        scheduler.Services.GetRequiredService<CallbackTargets>().Find("bot")!, channel, maxInFlight: 1_000, scheduler.Services.GetRequiredService<Settler>(), TimeProvider.System);
}
