using System.Diagnostics;
using Grpc.Core;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>
/// PostgreSQL fails over behind its service address, while the former primary still answers and refuses writes.
/// </summary>
[Collection(InRealTime.Name)]
public sealed class FailoverTests
{
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The errors that a node logs while its store is down: one for each refused create, and one from each component that needs the store.
    /// </summary>
    private static readonly string[] Errors =
        ["StoreFailures[100]", "ShardOwner[303]", "SafetyNet[500]", "DefaultHealthCheckService[103]", "Dispatcher[", "Settler[", "PostgresShardNotices[", "Housekeeping["];

    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, Scale.Factor)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Failover_WithALingeringPrimary_LosesNothingAndHasOneOwner(int round)
    {
        Requirement.Need(PostgresPair.IsInstalled, PostgresPair.Requirement);
        await using var pair = await PostgresPair.StartAsync();
        await using var address = new TcpProxy(pair.FirstPort);
        var environment = new Dictionary<string, string> { ["ConnectionStrings__reminders"] = await pair.CreateDatabaseAsync(address.Port) };
        await using var firstBot = await FakeBot.StartAsync();
        await using var secondBot = await FakeBot.StartAsync();
        await using var first = await SchedulerProcess.StartHealthyAsync("", firstBot, environment);
        await using var second = await SchedulerProcess.StartHealthyAsync("", secondBot, environment);
        foreach (var error in Errors)
        {
            first.Expect(error);
            second.Expect(error);
        }

        await using var load = new UnaryLoad(first.Client, second.Client);
        await using var probes = new HealthProbes(first.Health, second.Health);
        await Eventually.HoldsAsync("hundred deliveries", () => Task.FromResult(firstBot.All.Count + secondBot.All.Count >= 100));

        await pair.StopFirstAsync();
        await pair.PromoteSecondAsync();
        await pair.FirstFollowsAsync();
        await Load.RunForAsync(Lingering);
        var switched = TimeProvider.System.GetUtcNow();
        address.SwitchTo(pair.SecondPort);

        var recovered = await Eventually.GetAsync("delivery after the switch", () => Task.FromResult(firstBot.All.Concat(secondBot.All).FirstOrDefault(received => received.At > switched)));
        await Load.RunForAsync(TimeSpan.FromSeconds(2));
        var made = await load.StopAsync();
        await Eventually.HoldsAsync("delivery of everything", () => Task.FromResult(made.IsSubsetOf(firstBot.All.Concat(secondBot.All).Select(received => received.Delivery.Id.ReminderId))));
        await Eventually.HoldsAsync("end of the connections to the former primary", async () => await pair.CountSchedulersAtFirstAsync() == 0);
        var slowest = await probes.StopAsync();

        var byFirst = firstBot.All.Where(received => received.At > switched).Select(received => received.Delivery.Id).ToHashSet();
        var bySecond = secondBot.All.Where(received => received.At > switched).Select(received => received.Delivery.Id).ToHashSet();
        NodesTest.Tell($"round {round}: recovered {(recovered.At - switched).TotalSeconds:f2} s after the switch; health answered within {slowest.TotalSeconds:f2} s; {byFirst.Count} and {bySecond.Count} delivered after it, {byFirst.Intersect(bySecond).Count()} by both; {load.Refused} of {load.Refused + made.Count} creates refused");
        Assert.Empty(byFirst.Intersect(bySecond));
        Assert.InRange(recovered.At - switched, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(5)));
        Assert.InRange(slowest, TimeSpan.Zero, InRealTime.Within(TimeSpan.FromSeconds(2)));
        Assert.Contains(first.Process.Lines.Concat(second.Process.Lines), line => line.Contains("read-only", StringComparison.Ordinal));
    }

    /// <summary>Creates reminders through both nodes. A refused create is not repeated: only the acknowledged reminders count.</summary>
    private sealed class UnaryLoad : IAsyncDisposable
    {
        /// <summary>The real time between two creates: the test measures an outage.</summary>
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

        private readonly CancellationTokenSource _stop = new();
        private readonly HashSet<string> _made = [];
        private readonly Task _creating;

        public UnaryLoad(params IReadOnlyList<ReminderScheduler.ReminderSchedulerClient> clients) =>
            _creating = Task.WhenAll(clients.Select(CreateAsync));

        public int Refused { get; private set; }

        /// <returns>The ids of the acknowledged reminders.</returns>
        public async Task<HashSet<string>> StopAsync()
        {
            await _stop.CancelAsync();
            await _creating;
            return _made;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }

        private async Task CreateAsync(ReminderScheduler.ReminderSchedulerClient client)
        {
            for (var number = 0; !_stop.IsCancellationRequested; number++)
            {
                try
                {
                    var request = Lanes.In(number % Lanes.AllShards.Count, TimeProvider.System.GetUtcNow().AddSeconds(1));
                    var made = await client.CreateAsync(request, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10));
                    lock (_made)
                        _made.Add(made.Reminder.Id);
                }
                catch (RpcException refused) when (refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
                {
                    lock (_made)
                        Refused++;
                }

                await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Checks the health of each node all the time.</summary>
    private sealed class HealthProbes : IAsyncDisposable
    {
        /// <summary>The real time between two checks.</summary>
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        private readonly HttpClient _http = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<TimeSpan[]> _asking;

        public HealthProbes(params IReadOnlyList<Uri> nodes) => _asking = Task.WhenAll(nodes.Select(AskAsync));

        /// <returns>The longest time that an answer took.</returns>
        public async Task<TimeSpan> StopAsync()
        {
            await _stop.CancelAsync();
            return (await _asking).Max();
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
            _http.Dispose();
        }

        private async Task<TimeSpan> AskAsync(Uri node)
        {
            var slowest = TimeSpan.Zero;
            while (!_stop.IsCancellationRequested)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await _http.GetAsync(node, CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(asked);
                slowest = took > slowest ? took : slowest;
                await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return slowest;
        }
    }
}
