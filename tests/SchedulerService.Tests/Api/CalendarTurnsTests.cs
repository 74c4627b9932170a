using Nudge.SchedulerService.Api;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>Overload of the calendar. A call is refused, and a request of a stream waits.</summary>
public sealed class CalendarTurnsTests : IDisposable
{
    private readonly CalendarTurns _turns = new();
    private readonly ManualResetEventSlim _mayEnd = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _mayEnd.Set();
        _turns.Dispose();
        _mayEnd.Dispose();
    }

    [Fact]
    public async Task RunAsync_CallWaitsTooLong_IsRefused()
    {
        var busy = TakeEveryTurn();

        await Assert.ThrowsAsync<CalendarBusyException>(() => AskAsync(isOfStream: false));

        _mayEnd.Set();
        await Task.WhenAll(busy);
        Assert.Equal(1, await AskAsync(isOfStream: false));
    }

    [Fact]
    public async Task RunAsync_TooManyCallsWait_IsRefusedAtOnce()
    {
        TakeEveryTurn();
        var waiting = Enumerable.Range(0, CalendarTurns.MaxWaiting).Select(_ => AskAsync(isOfStream: false)).ToList();

        var refused = AskAsync(isOfStream: false);

        Assert.True(refused.IsFaulted);
        await Assert.ThrowsAsync<CalendarBusyException>(() => refused);
        await Assert.ThrowsAsync<CalendarBusyException>(() => Task.WhenAll(waiting));
    }

    [Fact]
    public async Task RunAsync_RequestOfAStream_Waits()
    {
        TakeEveryTurn();
        var request = AskAsync(isOfStream: true);
        // This refusal takes as long as a call may wait.
        await Assert.ThrowsAsync<CalendarBusyException>(() => AskAsync(isOfStream: false));
        Assert.False(request.IsCompleted);

        _mayEnd.Set();

        Assert.Equal(1, await request);
    }

    [Fact]
    public async Task RunAsync_CallEndsWhileItWaits_TakesNoTurn()
    {
        var busy = TakeEveryTurn();
        using var call = new CancellationTokenSource();
        var asked = _turns.RunAsync(() => 1, isOfStream: false, call.Token).AsTask();

        await call.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        _mayEnd.Set();
        await Task.WhenAll(busy);
        Assert.Equal(1, await AskAsync(isOfStream: false));
    }

    [Fact]
    public async Task RunAsync_WorkFails_ReleasesTheTurn()
    {
        for (var time = 0; time <= Environment.ProcessorCount; time++)
            await Assert.ThrowsAsync<FormatException>(() => _turns.RunAsync<int>(() => throw new FormatException(), isOfStream: false, Token).AsTask());

        Assert.Equal(1, await AskAsync(isOfStream: false));
    }

    private Task<int> AskAsync(bool isOfStream) => _turns.RunAsync(() => 1, isOfStream, Token).AsTask();

    /// <summary>Starts work on every turn. It runs until <see cref="_mayEnd"/> is set.</summary>
    private List<Task> TakeEveryTurn()
    {
        var turns = Math.Max(1, Environment.ProcessorCount / 2);
        using var taken = new CountdownEvent(turns);
        var tasks = Enumerable.Range(0, turns).Select(_ => Task.Run(() => _turns.RunAsync(Work, isOfStream: true, Token).AsTask(), Token) as Task).ToList();
        taken.Wait(Token);
        return tasks;

        int Work()
        {
            taken.Signal();
            _mayEnd.Wait(Token);
            return 1;
        }
    }
}
