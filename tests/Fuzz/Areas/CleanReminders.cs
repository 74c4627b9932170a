using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Verdicts;
using Nudge.V1;

namespace Nudge.Fuzz.Areas;

/// <summary>Registers a clean reminder every second, of an owner whom no fuzzed request can reach, and checks its time.</summary>
internal sealed class CleanReminders : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SchedulerUnderTest _scheduler;
    private readonly Func<string, Reminder> _reminder;
    private readonly Punctuality _punctuality;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _registering;
    private Exception? _failure;

    /// <param name="scheduler">The scheduler.</param>
    /// <param name="reminder">Returns the recipient and the notification of a clean reminder with a key.</param>
    /// <param name="punctuality">Receives the due times.</param>
    /// <param name="clock">The clock.</param>
    public CleanReminders(SchedulerUnderTest scheduler, Func<string, Reminder> reminder, Punctuality punctuality, TimeProvider clock)
    {
        (_scheduler, _reminder, _punctuality, _clock) = (scheduler, reminder, punctuality, clock);
        _registering = RegisterAsync();
    }

    /// <summary>Returns a clean reminder for the callback in this process.</summary>
    public static Reminder New(string key) => new()
    {
        Recipient = new Recipient { UserId = key },
        Notification = new Notification { Text = key, Handler = Callback.CleanHandler },
    };

    /// <summary>Registers no more, waits for the last arrivals, and judges all.</summary>
    public async Task JudgeAsync(Findings findings)
    {
        await _stop.CancelAsync();
        await _registering;
        if (_failure is not null)
            findings.Add(new Failure(FailureName.ReminderLost, $"a clean reminder was not registered: {_failure.Message}"));
        var end = _clock.GetUtcNow() + Patience;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), _clock);
        while (!_punctuality.IsComplete && _clock.GetUtcNow() < end)
            await timer.WaitForNextTickAsync();
        _punctuality.Judge(findings);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _registering;
        _stop.Dispose();
    }

    private async Task RegisterAsync()
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(_stop.Token); number++)
            {
                var key = $"clean-{number}";
                var reminder = _reminder(key);
                reminder.Schedule = new Schedule { Delay = Duration.FromTimeSpan(Delay) };
                var created = await _scheduler.Typed.CreateAsync(new CreateRequest { Reminder = reminder }, SchedulerUnderTest.CleanCredential);
                _punctuality.Expect(key, created.Reminder.NextDue.ToDateTimeOffset());
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (RpcException failure)
        {
            _failure = failure;
        }
    }
}
