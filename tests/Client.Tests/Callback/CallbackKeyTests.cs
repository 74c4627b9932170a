using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.Client.Tests.Callback;

/// <summary>Tests a scheduler that authenticates to its callback by a key.</summary>
public sealed class CallbackKeyTests(CallbackKeyTests.Scheduler scheduler) : IClassFixture<CallbackKeyTests.Scheduler>
{
    private const string Key = "a key of the callback, 0123456789";

    [Fact]
    public async Task Deliver_WithTheRightKey_IsHandled()
    {
        await using var app = await StartAsync(HashOf("an older key"), HashOf(Key));

        await AddAsync(app, "ada");

        await scheduler.UntilSettledAsync("ada");
    }

    [Fact]
    public async Task Deliver_WithAWrongKey_GetsNoReminderAndSaysSoInTheLog()
    {
        await using var app = await StartAsync(HashOf("another key"));

        var reminder = await AddAsync(app, "bob");

        await Eventually.HoldsAsync("log line of the refused key", () => Task.FromResult(scheduler.SchedulerLines.Any(line => line.Contains("it refuses the key in Callbacks:Keys:bot", StringComparison.Ordinal))));
        Assert.DoesNotContain(scheduler.SchedulerLines, line => line.Contains(Key, StringComparison.Ordinal));
        var waiting = await app.Services.GetRequiredService<ReminderScheduler.ReminderSchedulerClient>().GetAsync(new GetRequest { Id = reminder.Id });
        Assert.Equal((ReminderState.Scheduled, 0), (waiting.State, waiting.Attempt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData(Key + " ")]
    public async Task Callback_CalledWithoutTheKey_IsUnauthenticated(string? key)
    {
        await using var app = await StartAsync(HashOf(Key));
        using var channel = GrpcChannel.ForAddress(scheduler.Settings["Kestrel__Endpoints__callback__Url"]);
        Metadata headers = key is null ? [] : new() { { "x-api-key", key } };

        using var stream = new V1.ReminderCallback.ReminderCallbackClient(channel).Deliver(headers, cancellationToken: TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    [Fact]
    public async Task MapReminderCallback_KeyInPlaceOfItsHash_NamesTheSetting()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(Key));

        Assert.Equal("Aspire:Nudge:Callback:Keys:0 must be the SHA-256 hash of a key, in 64 hexadecimal digits", failure.Message);
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Task<Reminder> AddAsync(WebApplication app, string userId) =>
        app.Services.GetRequiredService<NotificationQueue>().AddReminder(userId, Stretch, 0, cancellationToken: TestContext.Current.CancellationToken);

    private static void Stretch(string userId) => _ = userId;

    private async Task<WebApplication> StartAsync(params string[] hashes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(scheduler.Settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value));
        builder.Configuration.AddInMemoryCollection(hashes.Select((hash, index) => KeyValuePair.Create($"Aspire:Nudge:Callback:Keys:{index}", (string?)hash)));
        builder.AddNudgeClient("scheduler", settings => settings.DisableHealthChecks = true);
        builder.AddReminderHandlers(handlers => handlers.Add(Stretch));
        var app = builder.Build();
        app.MapReminderCallback();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>A scheduler with a key for its callback.</summary>
    public sealed class Scheduler : SchedulerFixture
    {
        protected override Dictionary<string, string> Access => new(base.Access) { ["Callbacks__Keys__bot"] = Key };
    }
}
