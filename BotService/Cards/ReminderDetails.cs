using System.Text.Json;
using Google.Protobuf;
using Nudge.V1;

namespace Nudge.BotService.Cards;

/// <summary>What the card of a reminder shows besides its text. It is the data of the reminder.</summary>
internal sealed record ReminderDetails
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Gets the user whom a reminder in a group chat or channel is for; null for the others.</summary>
    public string? UserId { get; init; }

    public string? UserName { get; init; }

    /// <summary>Gets the user who asked for a reminder of another person.</summary>
    public string? AskerId { get; init; }

    public string? AskerName { get; init; }

    /// <summary>Gets the address of the message that the reminder is about.</summary>
    public string? Link { get; init; }

    public bool IsEmpty => this == new ReminderDetails();

    public static ReminderDetails Of(Notification notification) =>
        notification.Data is { } data ? JsonSerializer.Deserialize<ReminderDetails>(JsonFormatter.Default.Format(data), Options)! : new ReminderDetails();
}
