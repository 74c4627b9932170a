using NodaTime;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;

namespace Nudge.BotService.Commands;

/// <summary>Shows and changes the settings of a person.</summary>
internal sealed class SettingCommands(SettingsStore store, MutedSenders muted, TimeProvider time)
{
    /// <returns>The answer to show.</returns>
    public async Task<string> SetTimeZoneAsync(string name, Language language, string userId)
    {
        if (SettingsStore.ParseZone(name) is not { } zone)
            return Wording.Fill(language.Says.NoZone, Wording.Shorten(name));
        await store.SetZoneAsync(userId, zone);
        return Wording.Fill(language.Says.Zone, zone.Id, new Wording(language).At(time.GetUtcNow(), zone));
    }

    /// <returns>The answer to show.</returns>
    public async Task<string> RunAsync((DayPart Part, LocalTime Time)? change, Language language, IncomingActivity activity, string userId)
    {
        if (change is var (part, at))
            await store.SetTimeAsync(userId, part, at);
        var (zone, times) = await store.FindAsync(activity, userId);
        var shown = Wording.Fill(
            language.Says.Settings, zone?.Id ?? "UTC", Wording.TimeOf(times.Morning), Wording.TimeOf(times.Noon), Wording.TimeOf(times.Evening), Wording.TimeOf(times.Night));
        // A muted sender can be in the conversation.
        if (activity.Conversation.IsPersonal && await muted.ListAsync(userId) is { Count: > 0 } senders)
            shown += "\n" + Wording.Fill(language.Says.MutedList, string.Join(", ", senders), senders[0]);
        return change is null ? shown : Wording.Fill(language.Says.Changed, shown);
    }

    /// <returns>The answer to show.</returns>
    public async Task<string> UnmuteAsync(string name, Language language, string userId) =>
        Wording.Fill(await muted.RemoveAsync(userId, name) ? language.Says.Unmuted : language.Says.NotMuted, Wording.Shorten(name));
}
