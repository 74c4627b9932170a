using Microsoft.Extensions.DependencyInjection;
using Nudge.BotService.Channel;
using Nudge.BotService.Reminders;
using Nudge.V1;

namespace Nudge.BotService.Tests.Reminders;

public sealed class NotificationQueueTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task AddReminder_UnregisteredMethod_IsRefusedAtOnce()
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(NotRegistered));

        Assert.Contains("NotificationQueueTests.NotRegistered is not registered", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task AddReminder_AnotherMethodWithARegisteredName_IsRefusedAtOnce()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(Other.Notifications.SendText));

        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task AddReminder_SameRequestId_ReturnsTheSameReminder()
    {
        var first = await AddAsync(Notifications.SendProactive);
        var second = await AddAsync(Notifications.SendProactive);

        Assert.Equal(first.Id, second.Id);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    private Task<Reminder> AddAsync(NotificationHandler handler) =>
        Bot.Services.GetRequiredService<NotificationQueue>().AddReminder(Chat.User, handler, 10_000, "request");

    private static Task<DeliveryOutcome> NotRegistered(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static class Other
    {
        public static class Notifications
        {
            public static Task<DeliveryOutcome> SendText(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken) =>
                throw new NotSupportedException();
        }
    }
}
