using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Nudge.Bench;

/// <summary>The figures of a scenario over its runs; medians are what counts, on a noisy machine.</summary>
internal sealed class Report(string scenario)
{
    private readonly Dictionary<string, (string Unit, List<double> Values)> _figures = [];
    private readonly Dictionary<string, (string Of, string To)> _ratios = [];

    public void Add(string figure, double value, string unit)
    {
        if (!_figures.TryGetValue(figure, out var entry))
            _figures[figure] = entry = (unit, []);
        entry.Values.Add(value);
    }

    /// <summary>Shows how many times one figure is another, run by run.</summary>
    public void Compare(string ratio, string of, string to) => _ratios[ratio] = (of, to);

    public void Print(TextWriter output)
    {
        output.WriteLine($"{scenario}: {Machine}");
        output.WriteLine($"{"",-36} {"median",12} {"min",12} {"max",12}");
        foreach (var (name, (unit, values)) in _figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {Median(values),12:n0} {values.Min(),12:n0} {values.Max(),12:n0} {unit}"));
        foreach (var name in _ratios.Keys)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {Median(Ratios(name)),11:n1} ×"));
    }

    public async Task WriteAsync(FileInfo file)
    {
        var content = new
        {
            scenario,
            machine = new { cores = Environment.ProcessorCount, os = RuntimeInformation.OSDescription, runtime = RuntimeInformation.FrameworkDescription },
            figures = _figures.ToDictionary(figure => figure.Key, figure => Median(figure.Value.Values)),
            ratios = _ratios.Keys.ToDictionary(name => name, name => Median(Ratios(name))),
        };
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, content);
    }

    private static string Machine => $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private List<double> Ratios(string name) =>
        [.. _figures[_ratios[name].Of].Values.Zip(_figures[_ratios[name].To].Values, (of, to) => of / to)];

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
