using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.Bench;

/// <summary>Nudge as its users have it: scheduler and bot are processes, and everything between is gRPC.</summary>
internal static class Nudge
{
    private const int Callers = 64;
    private const string Text = "It is nine o'clock. Please look at the numbers of last week before the meeting, and bring one question that you would like answered. The room is the one on the second floor, next to the kitchen.";

    /// <summary>Unary Create, each durable before it is answered.</summary>
    public static async Task RegisterAsync(int count, int callers, Report report)
    {
        await using var system = await SystemUnderTest.StartAsync();
        await RegisterAsync(system, Math.Min(count, 1_000), callers, InAnHour());
        var elapsed = await RegisterAsync(system, count, callers, InAnHour());
        report.Add($"nudge.register@{callers}", count / elapsed.TotalSeconds, "/s");
    }

    /// <summary>All due at one instant: from that instant to the last one settled.</summary>
    public static async Task SpikeAsync(int count, Report report)
    {
        await using var system = await SystemUnderTest.StartAsync();
        // Late enough that registering is over by then, with a margin for a slow disk.
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5 + (count / 2_000.0));
        var registering = await RegisterAsync(system, count, Callers, due);
        report.Add($"nudge.register@{Callers}", count / registering.TotalSeconds, "/s");

        var left = due - TimeProvider.System.GetUtcNow();
        if (left < TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {-left} longer than planned, so that the spike would begin late");
        await Task.Delay(left);

        while (await system.LiveAsync())
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        var elapsed = TimeProvider.System.GetUtcNow() - due;
        report.Add("nudge.spike", count / elapsed.TotalSeconds, "/s");
        report.Add("nudge.scheduler memory", system.SchedulerMemory / 1048576.0, "MB");
    }

    private static DateTimeOffset InAnHour() => TimeProvider.System.GetUtcNow().AddHours(1);

    private static async Task<TimeSpan> RegisterAsync(SystemUnderTest system, int count, int callers, DateTimeOffset due)
    {
        var at = Timestamp.FromDateTimeOffset(due);
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i <= count; i = Interlocked.Increment(ref next))
            {
                await system.Client.CreateAsync(new CreateRequest
                {
                    Reminder = new Reminder
                    {
                        Recipient = new Recipient { UserId = $"user-{i}" },
                        Schedule = new Schedule { At = at },
                        Notification = new Notification { Text = Text },
                    },
                });
            }
        }));
        return Stopwatch.GetElapsedTime(started);
    }
}
