using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage.Sqlite;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage.PowerLoss;

/// <summary>
/// Tests that SQLite has every acknowledged reminder after a loss of power at a random instant. A scheduler's writes are recorded, and repeated up to that
/// instant.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int Callers = 16;
    private const int RemindersPerCaller = 60;
    private static readonly int Losses = 50 * Scale.Factor;

    /// <summary>Large, so that SQLite copies its log into the database meanwhile.</summary>
    private static readonly string Text = new('x', 8_000);

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("reminders.db");

    [Fact]
    public async Task Power_FailsAtAnyInstant_KeepsEveryAcknowledgedReminder()
    {
        Requirement.Need(FileTrace.IsInstalled, FileTrace.Requirement);
        var acknowledged = await RegisterAsync();
        var trace = FileTrace.Read(_folder.File("trace"));
        Assert.Contains(trace.Operations, operation => operation is FileOperation.Write && operation.File == Database);

        var first = trace.Times.Index().First(time => time.Item > acknowledged.Min(reminder => reminder.At)).Index;
        for (var seed = 0; seed < Losses; seed++)
        {
            var random = new Random(seed);
            var at = random.Next(first, trace.Times.Count);
            var lost = LostAfter(Disk.After(trace.Operations, at, random), acknowledged, trace.Times[at]);
            Assert.True(lost == 0, $"{lost} acknowledged reminders were lost at event {at}, with the seed {seed}");
        }

        // The same on a disk that does not sync shows that the test can fail.
        var lostWithoutSync = Enumerable.Range(0, 5).Sum(seed =>
        {
            var at = trace.Times.Count - 1;
            return LostAfter(Disk.After(trace.Operations, at, new Random(seed), ignoresSyncs: true), acknowledged, trace.Times[at]);
        });
        Assert.True(lostWithoutSync > 0, "a disk that does not sync has lost nothing");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Registers reminders with a scheduler whose writes are recorded, and kills it.</summary>
    /// <returns>The reminders, with the times of the acknowledgements.</returns>
    private async Task<IReadOnlyList<(string Id, DateTimeOffset At)>> RegisterAsync()
    {
        var acknowledged = new ConcurrentBag<(string, DateTimeOffset)>();
        await using var scheduler = SchedulerProcess.StartTraced(_folder.Path, command => FileTrace.Command(_folder.File("trace"), [Database, $"{Database}-wal"], command));
        await scheduler.Process.UntilHealthyAsync(scheduler.Health);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < RemindersPerCaller; i++)
            {
                var id = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), Text))).Reminder.Id;
                acknowledged.Add((id, TimeProvider.System.GetUtcNow()));
            }
        })));
        return [.. acknowledged];
    }

    /// <summary>Opens the database as it is on a disk, and returns how many reminders are missing that were acknowledged before an instant.</summary>
    private static int LostAfter(Dictionary<string, byte[]> disk, IReadOnlyList<(string Id, DateTimeOffset At)> acknowledged, DateTimeOffset before)
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, content) in disk)
            File.WriteAllBytes(folder.File(Path.GetFileName(path)), content);

        var ids = new HashSet<Guid>();
        using (var connection = new SqliteConnection($"Data Source={folder.File("reminders.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            try
            {
                // Damage does not always end a query: a damaged row can have a null id.
                command.CommandText = "pragma integrity_check(1)";
                if (command.ExecuteScalar() is not "ok")
                    return acknowledged.Count;

                command.CommandText = "select id from reminder";
                using var rows = command.ExecuteReader();
                while (rows.Read())
                    ids.Add(ReminderRow.ReadId(rows, 0));
            }
            catch (SqliteException)
            {
                // The database is damaged: everything is lost.
                return acknowledged.Count;
            }
        }

        return acknowledged.Count(reminder => reminder.At < before && !ids.Contains(ReminderId.TryParse(reminder.Id, out var id) ? id : Guid.Empty));
    }
}
