using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Spectre.Console;

namespace Nudge.Bench;

/// <summary>The figures of a scenario over its runs. The median is what counts on a noisy machine.</summary>
internal sealed class Report(string scenario, Settings settings)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Dictionary<string, (string Unit, List<double> Values)> _figures = [];
    private readonly Dictionary<string, (string Of, string To)> _ratios = [];

    public void Add(string figure, double value, string unit)
    {
        if (!_figures.TryGetValue(figure, out var entry))
            _figures[figure] = entry = (unit, []);
        entry.Values.Add(value);
    }

    /// <summary>Adds the ratio of two figures, which is computed for each run.</summary>
    public void Compare(string ratio, string of, string to) => _ratios[ratio] = (of, to);

    public void Print()
    {
        var table = new Table().Border(TableBorder.Simple).Title($"{scenario}, {settings.Store}, {settings.Repeats} runs: {Machine}")
            .AddColumn("").AddColumn(Right("median")).AddColumn(Right("least")).AddColumn(Right("most")).AddColumn("");
        foreach (var (name, (unit, values)) in _figures)
            table.AddRow(Markup.Escape(name), Number(Median(values)), Number(values.Min()), Number(values.Max()), unit);
        foreach (var name in _ratios.Keys)
            table.AddRow(Markup.Escape(name), Number(Median(Ratios(name))), Number(Ratios(name).Min()), Number(Ratios(name).Max()), "×");
        AnsiConsole.Write(table);
    }

    public async Task WriteAsync(FileInfo file)
    {
        var content = new
        {
            scenario,
            store = settings.Store.ToString(),
            repeats = settings.Repeats,
            machine = new
            {
                cores = Environment.ProcessorCount,
                memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                os = RuntimeInformation.OSDescription,
                runtime = RuntimeInformation.FrameworkDescription,
            },
            figures = _figures.ToDictionary(figure => figure.Key, figure => Median(figure.Value.Values)),
            ratios = _ratios.Keys.ToDictionary(name => name, name => Median(Ratios(name))),
        };
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, content, Indented);
    }

    private static string Machine => $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private List<double> Ratios(string name) =>
        [.. _figures[_ratios[name].Of].Values.Zip(_figures[_ratios[name].To].Values, (of, to) => of / to)];

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Number(double value) => value.ToString(value < 10 ? "n2" : value < 100 ? "n1" : "n0", CultureInfo.InvariantCulture);

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
