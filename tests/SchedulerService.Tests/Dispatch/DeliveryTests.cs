using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class DeliveryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Deliver_WhenDue_ReachesTheCallbackOnceAndNeverEarly()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);

        var asked = TimeProvider.System.GetUtcNow();
        var created = (await scheduler.Client.CreateAsync(Requests.In(Soon))).Reminder;
        var received = await bot.NextAsync();
        var settled = await scheduler.AwaitAsync(created.Id, ReminderState.Delivered);

        Assert.True(received.At >= asked + Soon, $"the delivery came {asked + Soon - received.At} early");
        Assert.Equal((created.Id, 1L, 1), (received.Delivery.Id.ReminderId, received.Delivery.Id.Occurrence, received.Delivery.Id.Generation));
        Assert.Equal("Stretch", received.Delivery.Notification.Text);
        Assert.Equal(1, received.Delivery.Attempt);
        Assert.Equal($"m-{created.Id}", settled.MessageId);
        Assert.Single(bot.All);
    }
}
