using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Random reminders for a few users and conversations: single ones, and series with a five-minute schedule.</summary>
internal static class RandomReminders
{
    private const long Hour = 3_600_000;
    private const long FiveMinutes = 300_000;

    public static StoredReminder Next(Random random, Instant now)
    {
        var isSeries = random.Next(3) == 0;
        var anyTime = now.Milliseconds + random.Next(-2_000, 2 * (int)Hour);
        var dueAt = new Instant(isSeries ? (anyTime / FiveMinutes + 1) * FiveMinutes : anyTime);
        var reminder = Sample.Reminder($"user-{random.Next(6)}", dueAt, content =>
        {
            content.Recipient.ConversationId = random.Next(3) == 0 ? $"conversation-{random.Next(3)}" : "";
            content.CatchUpPolicy = (CatchUpPolicy)random.Next(4);
            if (random.Next(3) == 0)
                content.FailureNotice = new FailureNotice { Recipient = new Recipient { UserId = "maker" } };
            if (isSeries)
                content.Schedule = new Schedule { Cron = new CronSchedule { Expression = "0 */5 * * * ?", TimeZone = "Europe/Berlin" }, Count = random.Next(5) };
        });
        return reminder with { Shard = random.Next(Shard.Count), Wall = isSeries ? dueAt.Milliseconds + Hour : null };
    }
}
