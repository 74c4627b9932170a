using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nudge.Client;

/// <summary>
/// The methods that deliver reminders, by name. A reminder stores the name, such as "Notifications.SendProactive", and so outlives the process that
/// registered it. Renaming a method orphans its pending reminders, unless it keeps its name here.
/// </summary>
/// <remarks>
/// A handler takes any of these parameters, in any order: <c>string userId</c>, <c>string conversationId</c>, <c>string tenantId</c>,
/// <c>string text</c>, the <see cref="V1.Recipient"/>, the <see cref="V1.Delivery"/>, the <see cref="DeliveryReceipt"/>, a
/// <see cref="CancellationToken"/>, services, and one object for the reminder's data. It returns nothing, a <see cref="DeliveryOutcome"/>, or a task
/// of either. After <see cref="DeliveryReceipts.SendTimeout"/> the token is cancelled; after half as much again, the message counts as ambiguous.
/// </remarks>
public sealed class ReminderHandlers
{
    private readonly Dictionary<string, Delegate> _handlers = new(StringComparer.Ordinal);

    internal ReminderHandlers()
    {
    }

    /// <summary>Gets or sets how the data of reminders is written and read. Default: the web defaults of System.Text.Json.</summary>
    /// <value>With trimming or native AOT, set options with the TypeInfoResolver of your source-generated context.</value>
    public JsonSerializerOptions Json { get; set; } = DefaultJson();

    internal IReadOnlyDictionary<string, Delegate> All => _handlers;

    /// <summary>Adds a method under its own name: the name of its class and its name, "Notifications.SendProactive".</summary>
    /// <param name="handler">The method.</param>
    /// <exception cref="ArgumentException">The method has no name of its own, or its name is taken.</exception>
    public ReminderHandlers Add(Delegate handler) => Add(NameOf(handler), handler);

    /// <summary>Adds a method under a name.</summary>
    /// <param name="name">The name, of at most 200 characters. The empty name is for reminders that name no handler.</param>
    /// <param name="handler">The method.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public ReminderHandlers Add(string name, Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!_handlers.TryAdd(name, handler))
            throw new ArgumentException($"two reminder handlers are named {name}: give one of them another name with Add(name, handler)", nameof(name));
        return this;
    }

    internal static string NameOf(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var method = handler.Method;
        return method.Name.Contains('<', StringComparison.Ordinal)
            ? throw new ArgumentException("a lambda or local function has no lasting name: use a static method, or name it with Add(name, handler)", nameof(handler))
            : $"{method.DeclaringType?.Name}.{method.Name}";
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where the application enables reflection for System.Text.Json.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where the application enables reflection for System.Text.Json.")]
    private static JsonSerializerOptions DefaultJson() => new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : null,
    };
}
