using NodaTime;
using Nudge.BotService.Words;
using Nudge.Corpora;

if (args is not ([_] or [_, _]))
{
    Console.Error.WriteLine("Usage: Nudge.Corpora <clone of Recognizers-Text> [<clone of duckling>]");
    return 2;
}

(string Code, string Name, int Mark)[] languages = [("en", "English", 90), ("de", "German", 85), ("fr", "French", 80)];
var isGood = true;
foreach (var (code, name, mark) in languages)
{
    var language = Language.Of(code);
    var report = Report.Of(args[0], name, language);
    Console.WriteLine($"{name}: {report}, mark {mark} %");
    foreach (var (spec, plan) in report.Unnamed)
        Console.WriteLine($"  {spec.Name}: \"{spec.Text}\" is {string.Join(" or ", spec.Coming.Select(value => $"{value.Timex} {value.Value}"))}, and is read as {plan?.ToString() ?? "no time"}");
    foreach (var stale in report.Stale)
        Console.WriteLine($"  {stale}: remove it from deviations.tsv, it does not differ");
    isGood &= report.Percent >= mark && report.Single * 2 >= report.AllSingle && report is { Unnamed: [], Stale: [] };

    if (args is [_, var duckling])
    {
        var texts = NegativeCorpus.Read(duckling, code).ToList();
        var read = texts.Where(text => Reading.Of(text, language, new LocalDateTime(2013, 2, 12, 4, 30)) is not null).ToList();
        Console.WriteLine($"{name}, no time: {texts.Count - read.Count} of {texts.Count} agreed{string.Concat(read.Select(text => $"\n  \"{text}\" is read as a time"))}");
        isGood &= texts.Count > 0 && read.Count == 0;
    }
}

return isGood ? 0 : 1;
