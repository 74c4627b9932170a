using Microsoft.Extensions.DependencyInjection;

namespace Nudge.Client;

/// <summary>The handlers of this process, bound to their parameters.</summary>
internal sealed class HandlerTable
{
    private readonly ReminderHandlers _registered;
    private readonly Dictionary<string, BoundHandler> _byName;

    /// <exception cref="InvalidOperationException">A handler cannot be bound. The message names the parameter.</exception>
    public HandlerTable(ReminderHandlers registered, IServiceScopeFactory scopes, IServiceProviderIsService services)
    {
        _registered = registered;
        _byName = registered.All.ToDictionary(handler => handler.Key, handler => new BoundHandler(handler.Key, handler.Value, registered.Json, scopes, services), StringComparer.Ordinal);
    }

    /// <summary>Finds the handler with a name; null when there is none.</summary>
    public BoundHandler? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the name of a registered method.</summary>
    /// <exception cref="ArgumentException">The method is not registered.</exception>
    public string NameOf(Delegate handler)
    {
        foreach (var (name, registered) in _registered.All)
        {
            if (registered == handler && name.Length > 0)
                return name;
        }

        throw new ArgumentException(
            $"{ReminderHandlers.NameOf(handler)} is not registered as a reminder handler: add it with builder.AddReminderHandlers(handlers => handlers.Add(…))", nameof(handler));
    }
}
