using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

/// <summary>A refusal travels in headers. A client reads at most 64 KB of them, many proxies at most 8 KB.</summary>
public sealed class LongRefusalTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private const int MaxHeaders = 8 * 1024;

    [Fact]
    public async Task Create_LabelWithALongName_IsRefusedWithAShortStatus()
    {
        var request = Requests.In(TimeSpan.FromHours(1));
        request.Reminder.Labels.Add(new string('a', 40_000), "value");

        var refusal = await RefusedAsync(request);

        Assert.Equal($"reminder.labels[{new string('a', 184)}…", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task Create_LongNameOfSurrogatePairs_IsCutBetweenCharacters()
    {
        var request = Requests.In(TimeSpan.FromHours(1));
        request.Reminder.Labels.Add("a" + string.Concat(Enumerable.Repeat("😀", 5_000)), "value");

        Assert.Equal($"reminder.labels[a{string.Concat(Enumerable.Repeat("😀", 91))}…", Assert.Single((await RefusedAsync(request)).Fields));
    }

    [Fact]
    public async Task Create_ThousandsOfInvalidValues_IsRefusedWithAShortStatus()
    {
        var request = Requests.In(TimeSpan.FromHours(1));
        request.Reminder.Notification.Data = new Struct { Fields = { ["list"] = Value.ForList([.. Enumerable.Repeat(Value.ForNumber(double.NaN), 5_000)]) } };

        var refusal = await RefusedAsync(request);

        Assert.Contains("reminder.notification.data.list[0]", refusal.Fields);
        Assert.InRange(refusal.Fields.Count, 2, 100);
    }

    private async Task<Refusal> RefusedAsync(CreateRequest request)
    {
        using var call = shared.Host.Client.CreateAsync(request);
        var refusal = await Refusal.OfAsync(call);
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.InRange(call.GetTrailers().Sum(header => header.Key.Length + (header.IsBinary ? header.ValueBytes.Length * 4 / 3 : header.Value.Length)), 1, MaxHeaders);
        return refusal;
    }
}
