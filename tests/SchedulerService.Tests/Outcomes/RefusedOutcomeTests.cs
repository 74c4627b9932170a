using Npgsql;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Outcomes;

/// <summary>An outcome that the store refuses, among others that it accepts.</summary>
public sealed class RefusedOutcomeTests(PostgresCluster cluster)
{
    private const int Count = 20;

    [Fact]
    public async Task Settle_WithOneOutcomeThatTheStoreRefuses_FailsOnlyThatOne()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = delivery => new() { Id = delivery.Id, Delivered = new Delivered { MessageId = delivery.Notification.Text } };
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["ConnectionStrings:reminders"] = database });
        scheduler.Errors.Expect("Store refuses the outcome");
        await RefuseAsync(database, "new.message_id = ''poison''");

        var reminders = new List<Reminder>();
        for (var i = 0; i < Count; i++)
            reminders.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromSeconds(1), i == Count / 2 ? "poison" : $"sound {i}"))).Reminder);

        foreach (var reminder in reminders.Where(reminder => reminder.Notification.Text != "poison"))
            await scheduler.AwaitAsync(reminder.Id, ReminderState.Delivered);
        var failed = await scheduler.AwaitAsync(reminders[Count / 2].Id, ReminderState.Failed);
        Assert.Equal("the outcome cannot be stored: the store refuses the data (SQLSTATE 22021)", failed.LastError);
    }

    [Fact]
    public async Task Settle_WithAFailureReasonThatTheStoreRefuses_FailsWithTheReasonOfTheStore()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var bot = await FakeBot.StartAsync();
        bot.Answer = delivery => new() { Id = delivery.Id, Rejected = new Rejected { Reason = "poison" } };
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["ConnectionStrings:reminders"] = database });
        scheduler.Errors.Expect("Store refuses the outcome");
        await RefuseAsync(database, "new.last_error like ''%poison%''");

        var reminder = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.Zero))).Reminder;

        var failed = await scheduler.AwaitAsync(reminder.Id, ReminderState.Failed);
        Assert.Equal("the outcome cannot be stored: the store refuses the data (SQLSTATE 22021)", failed.LastError);
    }

    private static async Task RefuseAsync(string database, string condition)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $$"""
            create function refuse() returns trigger language plpgsql as
                'begin if {{condition}} then raise exception ''no'' using errcode = ''22021''; end if; return new; end';
            create trigger refuse before insert on history for each row execute function refuse();
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }
}
