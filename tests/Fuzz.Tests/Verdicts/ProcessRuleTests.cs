using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz.Tests.Verdicts;

/// <summary>Tests of the verdicts on a process: its log, its memory, its allocations.</summary>
public sealed class ProcessRuleTests
{
    private const long Megabyte = 1_048_576;

    private readonly Findings _findings = new();

    [Theory]
    [InlineData("fail: Nudge.SchedulerService.Api.StoreFailures[100] Get failed: the store is unavailable")]
    [InlineData("crit: Microsoft.AspNetCore.Server.Kestrel[0] out of memory")]
    [InlineData("Unhandled exception. System.InvalidOperationException: x")]
    [InlineData("fail: Grpc.AspNetCore.Server.ServerCallHandler[6] Error when executing service method 'Get'. System.NullReferenceException: x")]
    public void Log_Error_IsReported(string line)
    {
        LogRule.Judge("scheduler", ["info: started", line], _findings);

        Assert.Equal(FailureName.ErrorLogged, Assert.Single(_findings.Failures).First.Name);
    }

    [Theory]
    [InlineData("fail: Grpc.AspNetCore.Server.ServerCallHandler[6] Error when executing service method 'Get'. System.IO.InvalidDataException: Unexpected compressed flag value in message header.")]
    [InlineData("fail: X[1] An unhandled exception has occurred while executing the request. Microsoft.Teams.Core.BotHandlerException: Error processing activity  ---> Nudge.Client.NotDeliveredException: the message was not delivered: RetryLater")]
    [InlineData("fail: Grpc.AspNetCore.Server.ServerCallHandler[6] Error. Google.Protobuf.InvalidProtocolBufferException: x at Grpc.Health.V1.HealthCheckRequest.MergeFrom")]
    public void Log_FrameworkOnABrokenFrame_IsCounted(string line)
    {
        LogRule.Judge("scheduler", [line], _findings);

        Assert.Empty(_findings.Failures);
        Assert.Single(_findings.Permitted);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    public void Memory_GrowthOfMoreThan50Megabytes_IsReported(long growth, int failures)
    {
        MemoryRule.Judge("scheduler", [100 * Megabyte, 130 * Megabyte, (100 + growth) * Megabyte], _findings);

        Assert.Equal(failures, _findings.Failures.Count);
    }

    [Fact]
    public void Allocations_OfACallOverTheLimit_AreReported()
    {
        var began = new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var (small, large) = (new FuzzCall("small", "/", []), new FuzzCall("large", "/", []));

        var sums = AllocationRule.Judge(
            [(small, began, began.AddSeconds(1)), (large, began.AddSeconds(2), began.AddSeconds(3))],
            [(began.AddSeconds(0.5), Megabyte), (began.AddSeconds(1.5), 7), (began.AddSeconds(2.5), AllocationRule.Limit), (began.AddSeconds(2.6), 1)],
            _findings);

        Assert.Equal([(large, AllocationRule.Limit + 1), (small, Megabyte)], sums);
        Assert.Equal(large, Assert.Single(_findings.Failures).First.Call);
    }

    [Fact]
    public async Task SlowCall_SlowAlsoAlone_IsReported()
    {
        var slowest = new SlowestCalls();
        var (slow, delayed) = (new FuzzCall("slow", "/", []), new FuzzCall("delayed", "/", []));
        slowest.Add(slow, TimeSpan.FromSeconds(1.2));
        slowest.Add(delayed, TimeSpan.FromSeconds(3));
        slowest.Add(new FuzzCall("fast", "/", []), TimeSpan.FromSeconds(0.9));

        var judged = await slowest.JudgeAsync(call => Task.FromResult(TimeSpan.FromSeconds(call == slow ? 1.1 : 0.1)), _findings);

        Assert.Equal(["delayed", "slow"], judged.Select(item => item.Call.Method));
        var failure = Assert.Single(_findings.Failures).First;
        Assert.Equal((FailureName.SlowCall, slow), (failure.Name, failure.Call));
    }
}
