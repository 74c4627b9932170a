using NodaTime.Text;
using Nudge.BotService.Words;
using Nudge.Tests;

namespace Nudge.BotService.Tests.Words;

/// <summary>Tests what people say against utterances.tsv: the local time at which they say it, what it means, and the text that remains.</summary>
public sealed class UtteranceTests
{
    private static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private static IEnumerable<string[]> Rows => Repository.Read("tests/BotService.Tests/Words/utterances.tsv").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    public static TheoryData<string, string, string, string, string> Utterances => [.. Rows.Select(fields => (fields[0], fields[1], fields[2], fields[3], fields[4]))];

    public static TheoryData<string, string, string> SeriesUtterances =>
        [.. Rows.Where(fields => fields[3].StartsWith("series ", StringComparison.Ordinal)).Select(fields => (fields[0], fields[1], fields[2]))];

    [Theory]
    [MemberData(nameof(Utterances))]
    public void Utterance_SaidAtATime_HasThePlanAndTheText(string language, string now, string utterance, string plan, string text)
    {
        var request = Request.Read(utterance, Language.Of(language));

        Assert.Equal(plan, request is null ? "no request" : Say(new Planner(Time.Parse(now).Value, DayTimes.Default).Of(request.Parts)));
        Assert.Equal(text, request?.Text ?? "");
    }

    /// <summary>A change of a series starts from its rule in words: see Editing.</summary>
    [Theory]
    [MemberData(nameof(SeriesUtterances))]
    public void Series_InWords_IsReadAsTheSameSeries(string language, string now, string utterance)
    {
        var planner = new Planner(Time.Parse(now).Value, DayTimes.Default);
        var request = Request.Read(utterance, Language.Of(language))!;
        var series = Assert.IsType<Plan.Series>(planner.Of(request.Parts));

        var words = new Wording(request.Language).RuleOf(series);
        var read = planner.Of(Request.ReadTime(words, request.Language));

        // A short interval starts when it is asked for.
        Assert.Equal($"{words}: {RecurrenceRule.Of(series)}", read is Plan.Series again ? $"{words}: {RecurrenceRule.Of(again)}" : words);
        Assert.True(series.Repetition.Unit < Unit.Day || series.Start.TimeOfDay == ((Plan.Series)read!).Start.TimeOfDay, words);
    }

    private static string Say(Plan? plan) => plan switch
    {
        null => "none",
        Plan.In { Delay: var delay } => delay.Seconds == 0 ? $"in {delay.TotalMinutes}m" : $"in {delay.TotalSeconds}s",
        Plan.On { Time: var time } => $"on {Time.Format(time)}",
        Plan.Series series => $"series {RecurrenceRule.Of(series)} from {Time.Format(series.Start)}",
        Plan.Ask { Choices: var choices } => $"ask {string.Join(" | ", choices.Select(Say))}",
        Plan.Past => "past",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
