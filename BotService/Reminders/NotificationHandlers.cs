namespace Nudge.BotService.Reminders;

/// <summary>
/// The methods that can deliver reminders, by name. A reminder stores the name, such as "Notifications.SendProactive", and so outlives the process
/// that registered it. Renaming a method orphans its pending reminders.
/// </summary>
internal sealed class NotificationHandlers(params IReadOnlyList<NotificationHandler> handlers)
{
    private readonly Dictionary<string, NotificationHandler> _byName = handlers.ToDictionary(Name);

    /// <summary>Returns the name of a registered method.</summary>
    /// <exception cref="ArgumentException">The method is not registered.</exception>
    public string NameOf(NotificationHandler handler)
    {
        var name = Name(handler);
        return _byName.TryGetValue(name, out var registered) && registered == handler
            ? name
            : throw new ArgumentException($"{name} is not registered as a notification handler: add it where {nameof(NotificationHandlers)} is created", nameof(handler));
    }

    /// <summary>Finds the method with a name. An empty name means <see cref="Notifications.SendText"/>.</summary>
    public NotificationHandler? Find(string name) => name.Length == 0 ? Notifications.SendText : _byName.GetValueOrDefault(name);

    /// <summary>Returns the registered name of a reminder's handler; null when no handler is registered under its name.</summary>
    public string? FindName(string name) => Find(name) is { } handler ? Name(handler) : null;

    private static string Name(NotificationHandler handler) => $"{handler.Method.DeclaringType?.Name}.{handler.Method.Name}";
}
