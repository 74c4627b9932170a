using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Quartz;

namespace Nudge.SchedulerService.Maintenance;

/// <summary>
/// Moves pending occurrences when there is new time-zone data: the wall-clock time stays and the instant follows. The store records the version of
/// the data that it was last computed with. The first node with newer data therefore moves the occurrences, once.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class TimeZoneUpdate(
    IReminderStore store, Schedules.TimeZones zones, Calendar calendar, WakeUps wakeUps, ILogger<TimeZoneUpdate> log) : IJob
{
    public static readonly JobKey Key = new("time-zone-update");

    private const string Setting = "time_zone_data";
    private const int PageSize = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        zones.Reload();
        var version = zones.Version;
        var stored = await store.GetSettingAsync(Setting, cancellationToken);

        // Versions sort by age. During a deployment, a node with older data must not undo the moves of a node with newer data.
        if (string.CompareOrdinal(stored, version) > 0)
            log.TimeZoneDataOlder(stored!, version);
        if (string.CompareOrdinal(stored, version) >= 0)
            return;

        var moved = stored is null ? 0 : await MoveAsync(cancellationToken);
        await store.SetSettingAsync(Setting, version);
        log.TimeZoneDataApplied(version, moved);
    }

    private async Task<int> MoveAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        var after = Guid.Empty;
        while (true)
        {
            var page = await store.ListOnWallClockAsync(after, PageSize, cancellationToken);
            foreach (var reminder in page)
                moved += await MoveAsync(reminder) ? 1 : 0;

            if (page.Count < PageSize)
                return moved;
            after = page[^1].Id;
        }
    }

    private async Task<bool> MoveAsync(StoredReminder reminder)
    {
        if (Moved(reminder) == reminder.DueAt)
            return false;

        var change = await store.ChangeAsync(reminder.Id, Edit.Unrecorded, (before, _) => Moved(before) is var dueAt && dueAt != before.DueAt
            ? before with { DueAt = dueAt, VisibleAt = before.VisibleAt == before.DueAt ? dueAt : before.VisibleAt }
            : null);
        if (change?.After is not { VisibleAt: { } visibleAt } after)
            return false;

        await wakeUps.ExpectAsync(after.Shard, visibleAt);
        return true;
    }

    private Instant Moved(StoredReminder reminder)
    {
        try
        {
            return reminder.Wall is { } wall ? calendar.Resolve(reminder.Content.Schedule, wall, reminder.DueAt) : reminder.DueAt;
        }
        catch (ScheduleFaultException fault)
        {
            // The reminder keeps its instant. It is delivered when it is due and then becomes FAILED, because its next occurrence cannot be computed.
            log.NotMoved(reminder.Id, fault.Message);
            return reminder.DueAt;
        }
    }
}
