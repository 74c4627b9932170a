using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Nudge.SchedulerService.Schedules;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Tests.Schedules;

public sealed class TimeZonesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Errors _errors = new();

    private string Path => System.IO.Path.Combine(_folder, "zones.nzd");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Version_WithoutAFile_IsTheBuiltInVersion()
    {
        var zones = new TimeZones(Options.Create(new ScheduleOptions()), NullLogger<TimeZones>.Instance);

        Assert.StartsWith("TZDB: 20", zones.Version, StringComparison.Ordinal);
        Assert.False(zones.Reload());
        Assert.NotNull(zones.Current.Find("Europe/Berlin"));
        Assert.Null(zones.Current.Find("europe/berlin"));
        Assert.Null(zones.Current.Find("UTC+01:00"));
    }

    [Fact]
    public void Reload_NewerFile_ReturnsTrueOnce()
    {
        Write("2025a");
        var zones = Read();
        Assert.Contains("2025a", zones.Version, StringComparison.Ordinal);
        Assert.False(zones.Reload());

        Write("2099z");

        Assert.True(zones.Reload());
        Assert.Contains("2099z", zones.Version, StringComparison.Ordinal);
        Assert.False(zones.Reload());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reload_BrokenFile_IsLoggedAndKeepsTheData(bool missing)
    {
        Write("2025a");
        var zones = Read();
        Break(missing);

        Assert.False(zones.Reload());

        Assert.Contains("2025a", zones.Version, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Error, Assert.Single(_errors.Levels));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Start_BrokenFile_ThrowsCannotStart(bool missing)
    {
        Break(missing);

        var refusal = Assert.Throws<CannotStartException>(Read);

        Assert.Contains(Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Schedules:TimeZoneData", refusal.Message, StringComparison.Ordinal);
    }

    private TimeZones Read() => new(Options.Create(new ScheduleOptions { TimeZoneData = Path }), _errors);

    private void Break(bool missing)
    {
        if (missing)
            File.Delete(Path);
        else
            File.WriteAllText(Path, "no time-zone data");
    }

    /// <summary>Writes the built-in data under another version of the same length, which replaces the old one in place.</summary>
    private void Write(string version)
    {
        using var builtIn = typeof(DateTimeZone).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;
        var bytes = new byte[builtIn.Length];
        builtIn.ReadExactly(bytes);
        var current = DateTimeZoneProviders.Tzdb.VersionId.Split(' ')[1];
        var (old, wanted) = (Encoding.UTF8.GetBytes(current), Encoding.UTF8.GetBytes(version));
        for (var at = bytes.AsSpan().IndexOf(old); at >= 0; at = bytes.AsSpan().IndexOf(old))
            wanted.CopyTo(bytes, at);
        File.WriteAllBytes(Path, bytes);
    }

    private sealed class Errors : ILogger<TimeZones>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Levels.Add(logLevel);
        }
    }
}
