using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class CallbackStreamTests
{
    /// <summary>A dispatcher that is told to stop while it hands over leaves alone what is outstanding on the same stream.</summary>
    [Fact]
    public async Task Send_ThatIsCancelled_EndsNeitherTheStreamNorTheDelivery()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(bot.Address);
        using var stream = new CallbackStream(
            channel, maxInFlight: 10, scheduler.Services.GetRequiredService<Settler>(), TimeProvider.System, slotFreed: () => { });
        bot.Answer = _ => null;
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToList();

        Assert.True(await stream.SendAsync(InFlightTests.Due(ids[0]), settled: null, CancellationToken.None));
        Assert.True(await stream.SendAsync(InFlightTests.Due(ids[1]), settled: null, new CancellationToken(canceled: true)));
        Assert.True(await stream.SendAsync(InFlightTests.Due(ids[2]), settled: null, CancellationToken.None));

        var received = new[] { await bot.NextAsync(), await bot.NextAsync(), await bot.NextAsync() };
        Assert.Equal(ids.Select(ReminderId.Format), received.Select(one => one.Delivery.Id.ReminderId));
        Assert.Equal(7, stream.FreeSlots);
    }
}
