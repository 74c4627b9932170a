using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.TimeZones;
using NodaTime.Utility;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The time-zone data in use: the tz database that is built into NodaTime, or the file that <see cref="ScheduleOptions.TimeZoneData"/> names. The
/// machine's data is never used: it differs between nodes, and .NET reads it incompletely (it finds no ambiguous times in Dublin).
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

    /// <summary>Creates an instance with fixed data.</summary>
    internal TimeZones(IDateTimeZoneProvider provider)
    {
        _log = NullLogger.Instance;
        _current = new TimeZoneData(provider);
    }

    /// <summary>Gets the data in use. An evaluation reads this once, so that a reload does not change the data halfway.</summary>
    public TimeZoneData Current => _current;

    /// <summary>Gets the version of the data in use.</summary>
    public string Version => _current.Version;

    /// <summary>Reads the file again, if one is configured. A broken file is logged and changes nothing.</summary>
    /// <returns>True if the data now has another version, so that wall-clock times may mean other instants.</returns>
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

        // Reads every zone, so that a damaged file is found here and not by a reminder.
        source.Validate();
        return new TimeZoneData(new DateTimeZoneCache(source));
    }

    private static bool IsUnreadable(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or InvalidNodaDataException or InvalidDateTimeZoneSourceException
            or ArgumentException or NotSupportedException or OverflowException;
}
