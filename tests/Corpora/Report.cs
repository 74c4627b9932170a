using Nudge.BotService.Words;

namespace Nudge.Corpora;

/// <summary>What was found in the specs of a language.</summary>
/// <param name="All">The number of cases in the corpus.</param>
/// <param name="Picked">The number of cases that the filter picks.</param>
/// <param name="Single">The number of picked cases that have a single resolution.</param>
/// <param name="AllSingle">The number of cases that are one time in the future and have a single resolution, picked or not.</param>
/// <param name="Agreed">The number of picked cases on which Nudge agrees.</param>
/// <param name="Unnamed">The differences that the deviations do not name.</param>
/// <param name="Stale">The cases that the deviations name, and that do not differ.</param>
internal sealed record Report(int All, int Picked, int Single, int AllSingle, int Agreed, IReadOnlyList<(SpecCase Case, Plan? Plan)> Unnamed, IReadOnlyList<string> Stale)
{
    public double Percent => 100.0 * Agreed / Picked;

    public static Report Of(string clone, string name, Language language)
    {
        var (all, cases) = Specs.Read(clone, name);
        var picked = cases.Where(Filter.IsPicked).ToList();
        var differences = picked.Select(spec => (Case: spec, Plan: Reading.Of(spec, language))).Where(found => !Agreement.Is(found.Case, found.Plan)).ToList();
        var deviations = Deviations.Of(name);
        return new Report(
            all, picked.Count, picked.Count(Filter.IsSingle), cases.Count(Filter.IsSingle), picked.Count - differences.Count,
            [.. differences.Where(found => !deviations.ContainsKey(found.Case.Name))], [.. deviations.Keys.Except(differences.Select(found => found.Case.Name))]);
    }

    public override string ToString() =>
        FormattableString.Invariant($"{All} cases, {Picked} picked, {Single} of {AllSingle} with a single resolution, {Agreed} agreed, {Percent:0.0} %");
}
