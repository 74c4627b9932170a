using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>The expected content of a store: its reminders, and the number of recorded outcomes of each.</summary>
internal sealed class Model
{
    private readonly Dictionary<Guid, Entry> _entries = [];

    public IReadOnlyCollection<Entry> All => _entries.Values;

    /// <summary>Gets the number of settled reminders.</summary>
    public int Settled { get; private set; }

    /// <summary>Gets the number of outcomes that arrived after their reminder was changed.</summary>
    public int Stale { get; private set; }

    /// <summary>Gets the number of recorded outcomes.</summary>
    public int Outcomes => _entries.Values.Sum(entry => entry.Outcomes);

    /// <summary>Gets the reminders that the last settlements paused or created.</summary>
    public List<Guid> Touched { get; } = [];

    public Entry? Find(Guid id) => _entries.GetValueOrDefault(id);

    public void Put(StoredReminder reminder) => _entries.Add(reminder.Id, new Entry(reminder));

    public void Change(Guid id, Func<StoredReminder, StoredReminder> change)
    {
        var entry = _entries[id];
        entry.Reminder = change(entry.Reminder) with { Revision = entry.Reminder.Revision + 1 };
        if (entry.IsLive)
            entry.Reminder = entry.Reminder with { State = entry.Reminder.PauseCauses == PauseCauses.None ? ReminderState.Scheduled : ReminderState.Paused };
    }

    public void SetVisible(Guid id, Instant visibleAt)
    {
        var entry = _entries[id];
        entry.Reminder = entry.Reminder with { VisibleAt = visibleAt };
    }

    public void End(Guid id, Func<StoredReminder, StoredReminder> change)
    {
        Change(id, reminder => change(reminder) with { VisibleAt = null, Wall = null, PauseCauses = PauseCauses.None, BrokenStreams = 0 });
        _entries[id].Outcomes++;
        Settled++;
    }

    public List<Guid> ResumeRecipient(Recipient recipient)
    {
        var resumed = _entries.Values
            .Where(entry => entry.Reminder.PauseCauses.HasFlag(PauseCauses.Recipient))
            .Where(entry => recipient.UserId.Length == 0 || entry.Reminder.Content.Recipient.UserId == recipient.UserId)
            .Where(entry => recipient.ConversationId.Length == 0 || entry.Reminder.Content.Recipient.ConversationId == recipient.ConversationId)
            .Select(entry => entry.Reminder.Id)
            .ToList();
        foreach (var id in resumed)
        {
            Change(id, reminder =>
            {
                var causes = reminder.PauseCauses & ~PauseCauses.Recipient;
                return reminder with
                {
                    PauseCauses = causes,
                    VisibleAt = causes == PauseCauses.None ? reminder.DueAt : null,
                    Attempt = 0,
                    BrokenStreams = 0,
                };
            });
        }

        return resumed;
    }

    public List<Guid> Forget(string user)
    {
        var forgotten = _entries.Values.Where(entry => entry.Reminder.Content.Recipient.UserId == user).Select(entry => entry.Reminder.Id).ToList();
        foreach (var id in forgotten)
            _entries.Remove(id);
        return forgotten;
    }

    /// <summary>Applies outcomes to the model.</summary>
    /// <returns>For each outcome, whether its reminder was unchanged since it was read.</returns>
    public bool[] Settle(IReadOnlyList<Settlement> settlements)
    {
        Touched.Clear();
        var matched = new bool[settlements.Count];
        for (var i = 0; i < matched.Length; i++)
        {
            if (settlements[i] is not Settlement.Unreachable)
                matched[i] = Settle(settlements[i]);
        }

        for (var i = 0; i < matched.Length; i++)
        {
            if (settlements[i] is Settlement.Unreachable)
                matched[i] = Settle(settlements[i]);
        }

        for (var i = 0; i < matched.Length; i++)
        {
            if (settlements[i] is Settlement.Unreachable unreachable && matched[i])
                PauseNeighbours(unreachable);
        }

        return matched;
    }

    private bool Settle(Settlement settlement)
    {
        var key = settlement.Reminder.Key;
        var entry = Find(key.Id);
        var matches = entry is { IsLive: true } && (entry.Reminder.Occurrence, entry.Reminder.Revision) == (key.Occurrence, key.Revision);
        if (matches)
            Apply(settlement);
        else if (settlement is Settlement.Ended && entry is not null)
            entry.Outcomes++;

        Stale += matches ? 0 : 1;
        return matches;
    }

    private void Apply(Settlement settlement)
    {
        var id = settlement.Reminder.Key.Id;
        switch (settlement)
        {
            case Settlement.Ended { Next: { } next } ended:
                GoOn(id, next, ended.Error);
                _entries[id].Outcomes++;
                break;
            case Settlement.Ended ended:
                End(id, reminder => reminder with { State = ended.State, Attempt = ended.Attempt, LastError = ended.Error, MessageId = ended.MessageId });
                break;
            case Settlement.Skipped skipped:
                GoOn(id, skipped.Next, error: null);
                break;
            case Settlement.Again again:
                Change(id, reminder => reminder with
                {
                    VisibleAt = again.VisibleAt,
                    Attempt = again.Attempt,
                    BrokenStreams = again.BrokenStreams,
                    LastError = again.Error,
                });
                break;
            case Settlement.Unreachable unreachable:
                Pause(id, unreachable, unreachable.Attempt);
                break;
        }

        if (settlement is Settlement.Ended { Notice: { } notice })
        {
            Put(notice with { VisibleAt = notice.DueAt });
            Touched.Add(notice.Id);
        }
    }

    private void GoOn(Guid id, NextOccurrence next, string? error) => Change(id, reminder => reminder with
    {
        DueAt = next.DueAt,
        VisibleAt = next.DueAt,
        Wall = next.Wall,
        Occurrence = next.Occurrence,
        Attempt = 0,
        BrokenStreams = 0,
        LastError = error,
    });

    private void PauseNeighbours(Settlement.Unreachable unreachable)
    {
        var recipient = unreachable.Reminder.Content.Recipient;
        var neighbours = _entries.Values
            .Where(entry => entry.IsLive && !entry.Reminder.PauseCauses.HasFlag(PauseCauses.Recipient))
            .Where(entry => entry.Reminder.Content.Recipient is var other && other.ConversationId == recipient.ConversationId
                && (recipient.ConversationId.Length > 0 || other.UserId == recipient.UserId))
            .Select(entry => entry.Reminder.Id)
            .ToList();
        foreach (var id in neighbours)
            Pause(id, unreachable, attempt: null);
    }

    private void Pause(Guid id, Settlement.Unreachable unreachable, int? attempt)
    {
        Change(id, reminder => reminder with
        {
            PauseCauses = reminder.PauseCauses | PauseCauses.Recipient,
            VisibleAt = null,
            LastError = unreachable.Error,
            Attempt = attempt ?? reminder.Attempt,
        });
        Touched.Add(id);
    }

    internal sealed class Entry(StoredReminder reminder)
    {
        public StoredReminder Reminder { get; set; } = reminder;

        public int Outcomes { get; set; }

        public bool IsLive => Reminder.State is ReminderState.Scheduled or ReminderState.Paused;
    }
}
