namespace Nudge.SchedulerService.Access;

/// <summary>What one owner may use. Each scheduler counts for itself.</summary>
internal sealed class LimitOptions
{
    /// <summary>Gets or sets the most live reminders of an owner. The count can be some seconds old. Default: null, no limit.</summary>
    public long? PendingReminders { get; set; }

    /// <summary>Gets or sets the most registrations of an owner in a second, refused ones included. Default: null, no limit.</summary>
    public int? CreationsPerSecond { get; set; }

    /// <summary>Gets or sets the most open calls of CreateStream and Watch of an owner. Default: 100.</summary>
    public int Streams { get; set; } = 100;

    /// <summary>Gets or sets how long a CreateStream may wait for its next request. Default: 5 minutes.</summary>
    public TimeSpan IdleStream { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long a caller of CreateStream or Watch may leave an answer unread. Default: 30 seconds.</summary>
    public TimeSpan UnreadAnswer { get; set; } = TimeSpan.FromSeconds(30);
}
