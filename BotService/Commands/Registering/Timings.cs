using Google.Protobuf;
using NodaTime;
using Nudge.BotService.Memory;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;

namespace Nudge.BotService.Commands;

/// <summary>Finds the schedule that the words of a time mean.</summary>
internal sealed class Timings(TimeProvider time)
{
    /// <summary>Returns the time of an activity.</summary>
    public DateTimeOffset NowOf(IncomingActivity activity) => activity.At ?? time.GetUtcNow();

    /// <summary>Returns the person's local time of an activity.</summary>
    public LocalDateTime NowOf(IncomingActivity activity, DateTimeZone zone) => Instant.FromDateTimeOffset(NowOf(activity)).InZone(zone).LocalDateTime;

    /// <param name="parts">The parts of the time.</param>
    /// <param name="zone">The zone on whose clock the parts are meant.</param>
    /// <param name="times">When the parts of the day are, for the person.</param>
    /// <param name="activity">The activity with the words.</param>
    /// <param name="language">The language of the answer.</param>
    public Timing Of(IReadOnlyList<Part> parts, DateTimeZone zone, DayTimes times, IncomingActivity activity, Language language)
    {
        var wording = new Wording(language);
        switch (new Planner(NowOf(activity, zone), times).Of(parts))
        {
            case null:
                return new Timing.None();
            case Plan.Past past:
                return new Timing.Past(Wording.Fill(language.Says.Past, wording.At(past.Time, zone.Id)));
            case Plan.Ask ask:
                var found = ask.Choices.Select(choice => FoundOf(choice, zone, wording));
                var meanings = ask.Choices.Select(choice => Say(choice, zone, wording)).ToList();
                var numbered = meanings.Select((meaning, index) => Wording.Fill(language.Says.Choice, index + 1, meaning)).ToList();
                return new Timing.Asks(
                    [.. found.Select(choice => new Choice(JsonFormatter.Default.Format(choice.Schedule), choice.Rule))],
                    Wording.Fill(language.Says.Ask, Wording.Join(numbered, language.Says.Or)), Wording.Join(meanings, language.Says.Or));
            case { } plan:
                return FoundOf(plan, zone, wording);
        }
    }

    private static Timing.Found FoundOf(Plan plan, DateTimeZone zone, Wording wording) => plan switch
    {
        Plan.In { Delay: var delay } => new(Schedules.After(delay.ToTimeSpan()), null),
        Plan.On { Time: var local } => new(Schedules.At(local.InZoneLeniently(zone).ToDateTimeOffset()), null),
        Plan.Series series => new(Schedules.Rule(RecurrenceRule.Of(series), series.Start.ToDateTimeUnspecified(), zone.Id), wording.RuleOf(series)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(Plan plan, DateTimeZone zone, Wording wording) => plan switch
    {
        Plan.Series series => wording.RuleOf(series),
        Plan.On on => wording.At(on.Time, zone.Id),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
