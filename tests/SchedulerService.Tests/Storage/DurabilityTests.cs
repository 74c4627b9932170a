using System.Collections.Concurrent;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Tests that acknowledged reminders survive a crash of the process.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task Kill_DuringRegistrations_KeepsEveryAcknowledgedReminder()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<string>();
        await using (var scheduler = await SchedulerProcess.StartHealthyAsync(folder.Path))
        {
            var enough = new TaskCompletionSource();
            var callers = Enumerable.Range(0, 16).Select(_ => RegisterUntilKilledAsync(scheduler, acknowledged, enough)).ToList();
            await enough.Task;
            await scheduler.Process.KillAsync();
            await Task.WhenAll(callers);
        }

        await using var restarted = await SchedulerHost.StartAsync(folder: folder);
        Assert.All(acknowledged, id => Assert.Equal(ReminderState.Scheduled, restarted.Client.Get(new GetRequest { Id = id }).State));
    }

    [Theory]
    [InlineData(0)] // An incomplete frame after every acknowledged commit, as after a loss of power.
    [InlineData(1)] // Half of the last commit's frame, as from a disk that did not flush: only that commit is lost.
    public async Task Start_TornWriteAheadLog_Recovers(int lost)
    {
        using var folder = new TemporaryFolder();
        var ids = new List<string>();
        await using (var scheduler = await SchedulerProcess.StartHealthyAsync(folder.Path))
        {
            for (var i = 0; i < 20; i++)
                ids.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id);
            await scheduler.Process.KillAsync();
        }

        await using (var log = new FileStream(folder.File("reminders.db-wal"), FileMode.Open))
        {
            Assert.True(log.Length > 0, "the write-ahead log was empty");
            if (lost == 0)
            {
                log.Seek(0, SeekOrigin.End);
                log.Write(new byte[1000]);
            }
            else
            {
                log.SetLength(log.Length - 2000);
            }
        }

        await using var restarted = await SchedulerHost.StartAsync(folder: folder);
        Assert.Equal(ids.SkipLast(lost), (await restarted.EverythingAsync()).Select(reminder => reminder.Id));
        await restarted.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)));
    }

    private static async Task RegisterUntilKilledAsync(SchedulerProcess scheduler, ConcurrentBag<string> acknowledged, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                acknowledged.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id);
                if (acknowledged.Count >= 500)
                    enough.TrySetResult();
            }
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal)
        {
            // The scheduler was killed. The pending call was not acknowledged.
        }
    }
}
