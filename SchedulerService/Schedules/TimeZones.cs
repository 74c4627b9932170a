using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.TimeZones;
using NodaTime.Utility;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The time-zone data in use: the tz database as built into NodaTime, or the file that <see cref="ScheduleOptions.TimeZoneData"/> names.
/// Never the machine's, which differs between nodes and which .NET reads with gaps (it knows no ambiguous times in Dublin).
/// </summary>
internal sealed class TimeZones
{
    private readonly string? _path;
    private readonly ILogger _log;
    private readonly Lock _reloading = new();
    private volatile TimeZoneData _current;

    /// <exception cref="CannotStartException">The configured file is missing or broken.</exception>
    public TimeZones(IOptions<ScheduleOptions> options, ILogger<TimeZones> log)
    {
        _path = string.IsNullOrWhiteSpace(options.Value.TimeZoneData) ? null : options.Value.TimeZoneData;
        _log = log;
        try
        {
            _current = _path is null ? new TimeZoneData(DateTimeZoneProviders.Tzdb) : Read(_path);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new CannotStartException(
                $"The time-zone data in {_path} ({ScheduleOptions.Section}:{nameof(ScheduleOptions.TimeZoneData)}) cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Data that is given, and stays.</summary>
    internal TimeZones(IDateTimeZoneProvider provider)
    {
        _log = NullLogger.Instance;
        _current = new TimeZoneData(provider);
    }

    /// <summary>The data in use. Whoever evaluates takes it once, so that a reload does not come in between.</summary>
    public TimeZoneData Current => _current;

    /// <summary>The version of the data in use.</summary>
    public string Version => _current.Version;

    /// <summary>Reads the file again, if there is one; a broken one is logged and changes nothing.</summary>
    /// <returns>Whether the data is now of another version, so that wall-clock times may mean other instants.</returns>
    public bool Reload()
    {
        if (_path is null)
            return false;

        lock (_reloading)
        {
            try
            {
                var previous = _current;
                var read = Read(_path);
                if (read.Version == previous.Version)
                    return false;

                _current = read;
                _log.TimeZoneDataChanged(read.Version, previous.Version);
                return true;
            }
            catch (Exception failure) when (IsUnreadable(failure))
            {
                _log.TimeZoneDataUnreadable(failure, _path);
                return false;
            }
        }
    }

    private static TimeZoneData Read(string path)
    {
        using var file = File.OpenRead(path);
        var source = TzdbDateTimeZoneSource.FromStream(file);

        // Reads every zone, so that a file that is broken further in is found here and not by a reminder.
        source.Validate();
        return new TimeZoneData(new DateTimeZoneCache(source));
    }

    private static bool IsUnreadable(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or InvalidNodaDataException or InvalidDateTimeZoneSourceException
            or ArgumentException or NotSupportedException or OverflowException;
}
