using Microsoft.Extensions.DependencyInjection;
using Nudge.BotService.Reminders;
using Nudge.Client;
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

    private Task<Reminder> AddAsync(Delegate handler) =>
        Bot.Services.GetRequiredService<NotificationQueue>().AddReminder(Chat.User, handler, Schedules.After(TimeSpan.FromSeconds(10)), new ReminderOptions { RequestId = "request" });

    private static Task NotRegistered(string userId) =>
        throw new NotSupportedException();

    private static class Other
    {
        public static class Notifications
        {
            public static Task SendText(string userId) =>
                throw new NotSupportedException();
        }
    }
}
