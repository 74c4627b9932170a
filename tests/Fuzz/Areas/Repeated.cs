namespace Nudge.Fuzz.Areas;

/// <summary>Work that is repeated beside the requests, until this object is disposed of.</summary>
internal abstract class Repeated : IAsyncDisposable
{
    private readonly PeriodicTimer _timer;
    private readonly Task _running;

    protected Repeated(TimeSpan interval, TimeProvider clock)
    {
        _timer = new PeriodicTimer(interval, clock);
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    protected abstract Task RunOnceAsync();

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            await RunOnceAsync();
    }
}
