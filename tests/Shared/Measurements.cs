using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Nudge.Tests;

/// <summary>
/// The measurements of some instruments that a test causes. Tests run in parallel and share static instruments. Of these instruments, only the
/// measurements of code that the test started count.
/// </summary>
public sealed class Measurements : IDisposable
{
    private static readonly AsyncLocal<Measurements?> Current = new();

    private readonly ConcurrentQueue<Measurement> _all = new();
    private readonly MeterListener _listener = new();

    /// <param name="instruments">The instruments' names.</param>
    public Measurements(params string[] instruments)
    {
        Current.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instruments.Contains(instrument.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Gets or sets the meter factory of the service under test. Earlier measurements of its meters are lost.</summary>
    public IMeterFactory? Factory { get; set; }

    /// <summary>Returns the values that an instrument has measured with these tags.</summary>
    public IReadOnlyList<double> Of(string instrument, params (string Key, string Value)[] tags) =>
    [
        .. _all.Where(measured => measured.Instrument == instrument && tags.All(tag => measured.Tags.GetValueOrDefault(tag.Key) as string == tag.Value))
            .Select(measured => measured.Value),
    ];

    /// <summary>Makes the observable instruments measure.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isMine = instrument.Meter.Scope is null ? Current.Value == this : instrument.Meter.Scope == Factory;
        if (isMine)
            _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray().ToDictionary()));
    }

    private sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
