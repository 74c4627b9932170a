using Microsoft.Data.Sqlite;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Callbacks;

/// <summary>A poison reminder does no harm to other reminders.</summary>
public sealed class PoisonTests
{
    private const string Poison = "poison";

    [Fact]
    public async Task Delivery_ThatKillsTheBot_FailsAndTheOthersAreDelivered()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Callbacks:MaxBrokenStreams"] = "4" });
        scheduler.Errors.Expect("ended with");
        bot.Answer = delivery =>
        {
            if (delivery.Notification.Text != Poison)
                return FakeBot.Delivered(delivery);

            // The process dies with all its unanswered deliveries, and starts again.
            _ = Task.Run(async () =>
            {
                await bot.KillAsync();
                await bot.RestartAsync();
            });
            return null;
        };

        var innocent = new List<string>();
        for (var i = 0; i < 20; i++)
            innocent.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(100 * i)))).Reminder.Id);
        var poison = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromMilliseconds(500), Poison))).Reminder.Id;

        var failed = await scheduler.AwaitAsync(poison, ReminderState.Failed);
        foreach (var id in innocent)
        {
            var delivered = await scheduler.AwaitAsync(id, ReminderState.Delivered);
            Assert.Equal(0, delivered.Attempt);
        }

        Assert.StartsWith("given up after 4 broken streams", failed.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_OutstandingBesideAPoisonReminder_IsDelivered()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Callbacks:MaxBrokenStreams"] = "3" });
        scheduler.Errors.Expect("ended with");
        var arrived = new CountdownEvent(10);
        bot.Answer = delivery =>
        {
            // At first the bot answers nothing, so that all deliveries are outstanding when the poison reminder kills it.
            if (delivery.Notification.Text != Poison)
            {
                if (arrived.IsSet)
                    return FakeBot.Delivered(delivery);
                arrived.Signal();
                return null;
            }

            _ = Task.Run(async () =>
            {
                await bot.KillAsync();
                await bot.RestartAsync();
            });
            return null;
        };

        var innocent = new List<string>();
        for (var i = 0; i < 10; i++)
            innocent.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder.Id);
        await Nudge.Tests.Eventually.HoldsAsync("ten outstanding deliveries", () => Task.FromResult(arrived.IsSet));
        var poison = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero, Poison))).Reminder.Id;

        await scheduler.AwaitAsync(poison, ReminderState.Failed);
        foreach (var id in innocent)
            await scheduler.AwaitAsync(id, ReminderState.Delivered);
    }

    [Fact]
    public async Task Row_ThatCannotBeRead_FailsAndDelaysNoOther()
    {
        using var folder = new TemporaryFolder();
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, folder);

        // Both reminders have the same lane, and so the same shard.
        var poisoned = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(2)))).Reminder.Id;
        var sound = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(2.1)))).Reminder;
        Overwrite(folder, poisoned);

        var received = await bot.NextAsync();
        var failed = await scheduler.AwaitAsync(poisoned, ReminderState.Failed);

        Assert.Equal(sound.Id, received.Delivery.Id.ReminderId);
        Assert.True(received.Lateness < TimeSpan.FromSeconds(1), $"{received.Lateness} late");
        Assert.Equal("the stored content of the reminder cannot be read", failed.LastError);
        Assert.Equal(2, (await scheduler.EverythingAsync()).Count);
    }

    private static void Overwrite(TemporaryFolder folder, string id)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("reminders.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "update reminder set content = x'ffff' where lower(hex(id)) = @id";
        command.Parameters.AddWithValue("@id", id.Replace("-", "", StringComparison.Ordinal));
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
