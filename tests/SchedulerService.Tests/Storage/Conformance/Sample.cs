using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Sample reminders and queries, which the tests vary.</summary>
internal static class Sample
{
    public const string Owner = "anonymous";

    public const int ShardOfMost = 7;

    public static IReadOnlySet<ReminderState> LiveStates { get; } = new HashSet<ReminderState> { ReminderState.Scheduled, ReminderState.Paused };

    public static ReminderQuery Everything { get; } = new()
    {
        Owner = Owner,
        States = System.Enum.GetValues<ReminderState>().Where(state => state != ReminderState.Unspecified).ToHashSet(),
        Limit = 1000,
    };

    public static ReminderQuery Live { get; } = Everything with { States = LiveStates };

    /// <summary>Returns a reminder that is due in an hour, or at the given instant.</summary>
    public static StoredReminder Reminder(string user = "user-1", Instant? dueAt = null, Action<Reminder>? with = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var present = Instant.Ceiling(now);
        var content = new Reminder
        {
            Target = "bot",
            Recipient = new Recipient { UserId = user },
            Lane = user,
            Schedule = new Schedule { At = (dueAt ?? present + TimeSpan.FromHours(1)).ToTimestamp() },
            Notification = new Notification { Text = "Stretch" },
        };
        with?.Invoke(content);
        return new StoredReminder
        {
            Id = ReminderId.New(now),
            Owner = Owner,
            Shard = ShardOfMost,
            Content = content,
            State = ReminderState.Scheduled,
            DueAt = dueAt ?? present + TimeSpan.FromHours(1),
            CreatedAt = present,
            UpdatedAt = present,
        };
    }

    /// <summary>Returns a reminder for a conversation.</summary>
    public static StoredReminder InConversation(string? conversation, string user = "user-1", string tenant = "") => Reminder(user, with: content =>
    {
        content.Recipient.ConversationId = conversation ?? "";
        content.Recipient.TenantId = tenant;
    });

    public static StoredReminder Labelled(string name, string value) => Reminder(with: content => content.Labels[name] = value);

    /// <summary>Returns some reminders, in the order of their ids.</summary>
    public static IReadOnlyList<StoredReminder> Many(int count, Func<int, StoredReminder>? make = null) =>
        [.. Enumerable.Range(0, count).Select(i => make?.Invoke(i) ?? Reminder())];

    public static RequestKey Request(string id = "request-1", byte content = 1, string owner = Owner) => new(owner, id, [content, 2, 3]);

    public static Struct Data(string name, string value) => new() { Fields = { [name] = Value.ForString(value) } };

    /// <summary>Returns the occurrence after a due one: an hour later, or at the given instant.</summary>
    public static NextOccurrence After(DueReminder due, Instant? dueAt = null, long? wall = null) =>
        new(dueAt ?? due.DueAt + TimeSpan.FromHours(1), wall, due.Key.Occurrence + 1);
}
