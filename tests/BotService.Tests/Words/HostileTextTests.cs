using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Nudge.BotService.Commands;
using Nudge.BotService.Words;
using Nudge.Tests;

namespace Nudge.BotService.Tests.Words;

/// <summary>Tests that no text breaks the reading of commands, or takes long.</summary>
public sealed class HostileTextTests
{
    private const int Enormous = 80 * 1024;

    /// <summary>A busy machine can stall any one run. One quick run shows that the text is no problem.</summary>
    private const int Tries = 20;

    private static readonly TimeSpan Limit = RealTime.Within(TimeSpan.FromMilliseconds(50));

    private static readonly LocalDateTime Now = new(2027, 3, 2, 8, 0);

    private static readonly string[] Pieces =
    [
        .. Language.All.SelectMany(language => (IEnumerable<string[]>)[
            language.RemindMe, language.Connectors, language.Every, language.Other, language.At, language.On, language.In, language.And, language.Until, language.Next, language.Workdays,
            .. language.Numbers.Values, .. language.Units.Values, .. language.Weekdays, .. language.Months, .. language.Ordinals.Values, .. language.DayParts.Values, .. language.Days.Values]).SelectMany(words => words),
        "0", "7", "24", "99", "2027", "9999999", "12345678901234567890", ":", ".", ",", "-", "/", "'", "\"", "<at>", "</at>", "&amp;", "**", "\u200b", "\u202e", "é", "日本", "👩‍👩‍👧", "\n", "\0", " ",
    ];

    private static readonly string[] Repeated =
        ["in ", "every ", "monday and ", "1:", "1 hour ", "at 9 ", "<at>", "\u200b", "\u202e", "9", "remind me in 1 minute ", "until june ", "'", "d'", "remind me in 10 minutes to "];

    public static TheoryData<string> Texts =>
    [
        .. Repeated.Select(piece => string.Concat(Enumerable.Repeat(piece, Enormous / piece.Length))),
        new string('9', 10_000), "remind me in " + new string('9', 10_000) + " days to x", "remind me to " + new string('x', Enormous) + " tomorrow",
    ];

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Read_EnormousText_IsQuick(string text)
    {
        Read("remind me in 10 minutes to warm up");

        Assert.True(IsQuick(text), $"no run of {Tries} took less than {Limit}");
    }

    [Fact]
    public void Read_AnyWordsInAnyOrder_NeitherThrowsNorTakesLong()
    {
        Read("remind me in 10 minutes to warm up");
        var texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(' ', pieces));

        Prop.ForAll(texts.ToArbitrary(), IsQuick).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(60));
    }

    private static bool IsQuick(string text) => Enumerable.Range(0, Tries).Any(_ => Read(text) < Limit);

    /// <summary>Reads a text in each language, and plans what was read.</summary>
    /// <returns>The longest duration of one language.</returns>
    private static TimeSpan Read(string text) => Language.All.Max(language =>
    {
        var started = Stopwatch.GetTimestamp();
        if (CommandParser.Parse(text, language, []) is Command.Remind remind && new Planner(Now, DayTimes.Default).Of(remind.Request.Parts) is Plan.Series series)
            Assert.NotEmpty(new Wording(language).RuleOf(series) + RecurrenceRule.Of(series));
        return Stopwatch.GetElapsedTime(started);
    });
}
