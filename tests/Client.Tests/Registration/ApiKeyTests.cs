using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Nudge.Client.Tests.Registration;

/// <summary>Tests the client of a scheduler in the Production environment, which accepts API keys only.</summary>
public sealed class ApiKeyTests(ApiKeyTests.Scheduler scheduler) : IClassFixture<ApiKeyTests.Scheduler>
{
    private const string Key = "shop.0123456789012345678901234567890123456789012";
    private const string ReadOnlyKey = "reader.0123456789012345678901234567890123456789012";

    [Fact]
    public async Task AddReminder_WithAKey_IsRegisteredForItsClient()
    {
        using var host = Host(scheduler.Scheduler.ToString(), Key);

        var reminder = await AddAsync(host);

        Assert.Equal("shop", reminder.Owner);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("shop.wrong")]
    public async Task AddReminder_WithoutAValidKey_NamesTheSetting(string? key)
    {
        using var host = Host(scheduler.Scheduler.ToString(), key);

        var failure = await Assert.ThrowsAsync<RpcException>(() => AddAsync(host));

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.Contains("set Aspire:Nudge:Client:ApiKey", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.wrong", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddReminder_WithAKeyThatMayOnlyRead_NamesTheScopes()
    {
        using var host = Host(scheduler.Scheduler.ToString(), ReadOnlyKey);

        var failure = await Assert.ThrowsAsync<RpcException>(() => AddAsync(host));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Assert.Contains("does not allow Create to this application", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://scheduler.example.com:5081/x", true)]
    [InlineData("http://localhost:5081/x", true)]
    [InlineData("http://127.0.0.1:5081/x", true)]
    [InlineData("http://[::1]:5081/x", true)]
    [InlineData("http://192.0.2.1:5081/x", false)]
    [InlineData("http://scheduler:5081/x", false)]
    public async Task Key_ToAnAddress_IsSentByHttpsOrToThisMachineOnly(string address, bool isSent)
    {
        var network = new Network();
        using var client = new HttpMessageInvoker(new ApiKeyHandler(Key) { InnerHandler = network });
        using var request = new HttpRequestMessage(HttpMethod.Post, address);

        var failure = await Record.ExceptionAsync(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(isSent ? [Key] : [], network.Keys);
        Assert.Equal(isSent ? null : $"the API key is not sent to {new Uri(address).GetLeftPart(UriPartial.Authority)}, because others could read it on the way: give the scheduler an https endpoint", failure?.Message);
    }

    private static IHost Host(string address, string? key)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddNudgeClient("scheduler", settings => (settings.Endpoint, settings.ApiKey) = (new Uri(address), key));
        builder.AddReminderHandlers(handlers => handlers.Add(Stretch));
        return builder.Build();
    }

    private static Task<V1.Reminder> AddAsync(IHost host) => host.Services.GetRequiredService<NotificationQueue>().AddReminder("ann", Stretch, TimeSpan.FromHours(1));

    private static void Stretch(string userId) => _ = userId;

    /// <summary>Takes every request, and keeps its keys.</summary>
    private sealed class Network : HttpMessageHandler
    {
        public List<string> Keys { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keys.AddRange(request.Headers.GetValues("x-api-key"));
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    /// <summary>A scheduler with two clients.</summary>
    public sealed class Scheduler : SchedulerFixture
    {
        protected override Dictionary<string, string> Access => new()
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Access__Clients__shop__Keys__0"] = HashOf(Key),
            ["Access__Clients__shop__Scopes__0"] = "write",
            ["Access__Clients__reader__Keys__0"] = HashOf(ReadOnlyKey),
            ["Access__Clients__reader__Scopes__0"] = "read",
        };

        private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
