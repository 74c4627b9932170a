namespace Nudge.BotService.Reminders;

/// <summary>
/// The methods that may deliver reminders, by name. A reminder keeps the name, "Notifications.SendProactive", and so outlives
/// the process that asked for it: renaming a method orphans the reminders that are waiting for it.
/// </summary>
internal sealed class NotificationHandlers(params IReadOnlyList<NotificationHandler> handlers)
{
    private readonly Dictionary<string, NotificationHandler> _byName = handlers.ToDictionary(Name);

    /// <exception cref="ArgumentException">The method is not registered.</exception>
    public string NameOf(NotificationHandler handler)
    {
        var name = Name(handler);
        return _byName.TryGetValue(name, out var registered) && registered == handler
            ? name
            : throw new ArgumentException($"{name} is not registered as a notification handler: name it where {nameof(NotificationHandlers)} is made", nameof(handler));
    }

    /// <summary>Finds the method of that name; none means <see cref="Notifications.SendText"/>.</summary>
    public NotificationHandler? Find(string name) => name.Length == 0 ? Notifications.SendText : _byName.GetValueOrDefault(name);

    /// <summary>Returns the registered name that a reminder means; null when no handler is registered under it.</summary>
    public string? FindName(string name) => Find(name) is { } handler ? Name(handler) : null;

    private static string Name(NotificationHandler handler) => $"{handler.Method.DeclaringType?.Name}.{handler.Method.Name}";
}
