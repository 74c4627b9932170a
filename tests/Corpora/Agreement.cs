using System.Globalization;
using NodaTime;
using Nudge.BotService.Words;

namespace Nudge.Corpora;

/// <summary>
/// Compares a plan with the resolutions of a case that are not in the past. A plan agrees when it is one of them. A question agrees when all of them are among its
/// choices, or all its choices among them.
/// </summary>
internal static class Agreement
{
    public static bool Is(SpecCase spec, Plan? plan)
    {
        var coming = spec.Coming.ToList();
        return plan is Plan.Ask { Choices: var choices }
            ? coming.All(value => choices.Any(choice => Is(spec, choice, value))) || choices.All(choice => coming.Exists(value => Is(spec, choice, value)))
            : coming.Exists(value => Is(spec, plan, value));
    }

    private static bool Is(SpecCase spec, Plan? plan, SpecValue value)
    {
        if (spec.Kind == "set")
            return plan is Plan.Series series && SetTimex.Of(series).Contains(SetTimex.Rule(value.Timex));
        LocalDateTime? due = plan switch { Plan.In { Delay: var delay } => spec.Reference!.Value.PlusSeconds((long)delay.TotalSeconds), Plan.On { Time: var time } => time, _ => null };
        return due is { } moment && spec.Kind switch
        {
            // A date is due in the person's morning, which the corpus does not know.
            "date" => moment.Date == value.Time?.Date,
            "time" => moment.TimeOfDay == value.TimeOfDay,
            "duration" => moment == EndOf(value, spec.Reference!.Value),
            _ => moment == value.Time,
        };
    }

    /// <summary>Returns the end of a duration. Years and months follow the calendar, as for the bot; fractions of a second are dropped.</summary>
    private static LocalDateTime EndOf(SpecValue duration, LocalDateTime start)
    {
        decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
        return duration.Timex[^1] switch
        {
            'Y' => start.PlusMonths((int)(Number(duration.Timex[1..^1]) * 12)),
            'M' when duration.Timex[1] != 'T' => start.PlusMonths((int)Number(duration.Timex[1..^1])),
            _ => start.PlusSeconds((long)Number(duration.Value)),
        };
    }
}
