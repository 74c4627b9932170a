using NodaTime;
using Nudge.BotService.Words;

namespace Nudge.Corpora;

/// <summary>Reads a text as the bot does.</summary>
internal static class Reading
{
    /// <summary>Returns the plan of "remind me" and a sentence up to the end of its time. A duration follows "remind me in" alone.</summary>
    public static Plan? Of(SpecCase spec, Language language) => Of(spec.Kind == "duration" ? $"{language.In[0]} {spec.Text}" : spec.Input, language, spec.Reference!.Value);

    /// <summary>Returns the plan of "remind me" and a text, at a local time.</summary>
    public static Plan? Of(string text, Language language, LocalDateTime now) =>
        Request.Read($"{language.RemindMe[0]} {text}", language) is { } request ? new Planner(now, DayTimes.Default).Of(request.Parts) : null;
}
