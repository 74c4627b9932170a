using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The rules of series: "every 2 weeks on monday".</summary>
internal static class RepetitionRules
{
    public static Parser Of(Vocabulary words)
    {
        var (language, on, and, count, unit) = (words.Language, words.On, words.And, words.Count, words.Unit);
        var (weekday, month, ending) = (words.Weekday, words.Month, words.Ending);
        IReadOnlyList<IsoDayOfWeek> workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
        var every = Phrase(language.Every);
        var other = Phrase(language.Other);
        var ordinal = First(Phrases(language.Ordinals), Then(Number(1, 31), Phrase([.. language.OrdinalEndings, "."]), (number, _) => number));
        var dayUnit = unit.Where(found => found == Unit.Day);
        var ofTheMonth = Phrase(language.OfTheMonth);

        // "monday to friday"
        var range = Then(Then(weekday, Phrase(language.To), (first, _) => first), weekday, RangeOf);
        var list = First(range, ListOf(weekday, and));
        var plurals = ListOf(NamesOf(language.EveryWeekday, number => (IsoDayOfWeek)number), and);
        var onDays = Maybe(Then(Phrase(language.On), list, (_, days) => days), []);

        var dayOfMonth = First(ordinal, Then(Maybe(dayUnit, Unit.Day), Number(1, 31), (_, number) => number));
        var dayOfYear = First(
            Then(Then(month, Number(1, 31), (months, days) => (months, days)), ending, (found, _) => new Repetition(Unit.Year) { Month = found.months, MonthDay = found.days }),
            Then(Then(Number(1, 31), ending, (days, _) => days), month, (days, months) => new Repetition(Unit.Year) { Month = months, MonthDay = days }));

        var afterEvery = First(
            Phrase(language.Workdays).Select(_ => new Repetition(Unit.Week) { Weekdays = workdays }),
            Phrase(language.Weekend).Select(_ => new Repetition(Unit.Week) { Weekdays = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday] }),
            // "every other friday", "every other week on monday"
            Then(other, list, (_, days) => new Repetition(Unit.Week, 2) { Weekdays = days }),
            Then(Then(other, unit, (_, found) => found), onDays, (found, days) => new Repetition(found, 2) { Weekdays = days }),
            // "every 3rd friday", "every last day of the month"
            Then(Then(ordinal, weekday, (nth, day) => (Nth: nth, Day: day)).Where(found => found.Nth <= 4), Maybe(ofTheMonth), (found, _) => new Repetition(Unit.Month) { Nth = found.Nth, Weekdays = [found.Day] }),
            Then(Then(ordinal, Maybe(dayUnit, Unit.Day), (nth, _) => nth), ofTheMonth, (nth, _) => new Repetition(Unit.Month) { MonthDay = nth }),
            Then(Then(count, unit, (number, found) => new Repetition(found, number)), onDays, (found, days) => found with { Weekdays = days }),
            // "every month on the 5th", "every month on day 5", "every year on June 5"
            Then(unit.Where(found => found == Unit.Month), Then(Phrase(language.On), dayOfMonth, (_, nth) => nth), (_, nth) => new Repetition(Unit.Month) { MonthDay = nth }),
            Then(unit.Where(found => found == Unit.Year), Then(on, dayOfYear, (_, found) => found), (_, found) => found),
            Then(unit, onDays, (found, days) => new Repetition(days.Count > 0 ? Unit.Week : found) { Weekdays = days }),
            list.Select(days => new Repetition(Unit.Week) { Weekdays = days }),
            words.EveryDayPart.Select(found => new Repetition(Unit.Day) { DayPart = found }),
            dayOfYear);

        return First(
            Then(every, afterEvery, (_, found) => found),
            Then(on, range, (_, days) => new Repetition(Unit.Week) { Weekdays = days }),
            Then(on, plurals, (_, days) => new Repetition(Unit.Week) { Weekdays = days }),
            Phrase(language.WorkdayAdverbs).Select(_ => new Repetition(Unit.Week) { Weekdays = workdays }),
            Then(Phrases(language.Adverbs), onDays, (found, days) => new Repetition(days.Count > 0 ? Unit.Week : found) { Weekdays = days })).Select(found => (Part)new Part.Every(found));
    }

    private static IReadOnlyList<IsoDayOfWeek> RangeOf(IsoDayOfWeek first, IsoDayOfWeek last) =>
        [.. Enumerable.Range((int)first, (((int)last - (int)first + 7) % 7) + 1).Select(number => (IsoDayOfWeek)(((number - 1) % 7) + 1))];
}
