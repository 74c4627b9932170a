using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Callbacks;

public sealed class SecrecyTests
{
    [Fact]
    public async Task Logs_AtEveryLevel_ContainNoReminderText()
    {
        const string Text = "the-eagle-lands-at-nine";
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot, settings: new() { ["Logging:LogLevel:Default"] = "Trace" });
        bot.Answer = delivery => bot.All.Count switch
        {
            1 => new() { Id = delivery.Id, Ambiguous = new() { Reason = "500" } },
            _ => new() { Id = delivery.Id, Rejected = new() { Reason = "no" } },
        };

        var request = Requests.In(TimeSpan.Zero, Text).With(reminder => reminder.DeliveryPolicy = Requests.Impatient());
        var id = (await scheduler.Client.CreateAsync(request)).Reminder.Id;
        await scheduler.AwaitAsync(id, ReminderState.Failed);

        // This line is logged last, after the outcome is written.
        await Eventually.HoldsAsync("log line of the failure", () => Task.FromResult(scheduler.Errors.Lines.Any(line => line.Contains(id, StringComparison.Ordinal))));
        Assert.Contains(scheduler.Errors.Lines, line => line.StartsWith("Trace", StringComparison.Ordinal));
        Assert.DoesNotContain(scheduler.Errors.Lines, line => line.Contains(Text, StringComparison.Ordinal));
    }
}
