using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Storage;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class StoreFailuresTests
{
    [Fact]
    public void Add_ManyInASecond_IsLoggedOnceAndCounted()
    {
        var (clock, log) = (new FakeTimeProvider(), new ErrorLog());
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(log));
        var failures = new StoreFailures(clock, logs.CreateLogger<StoreFailures>());

        for (var i = 0; i < 10; i++)
            failures.Add(new StoreUnavailableException("away", new TimeoutException()), "Create");
        clock.Advance(TimeSpan.FromSeconds(1));
        failures.Add(new StoreUnavailableException("away", new TimeoutException()), "Get");

        Assert.Collection(
            log.Lines,
            line => Assert.Contains("Create failed: the store is unavailable. 0 other calls", line, StringComparison.Ordinal),
            line => Assert.Contains("Get failed: the store is unavailable. 9 other calls", line, StringComparison.Ordinal));
    }
}
