using Grpc.Core;
using Nudge.SchedulerService.Access;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests that a scheduler which every caller could use does not start.</summary>
public sealed class AccessStartTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";

    public static TheoryData<string, Dictionary<string, string>, string> Refused => new()
    {
        { "nothing", [], "Access: is missing, so every caller could read every reminder" },
        { "nothing in another environment", new() { ["DOTNET_ENVIRONMENT"] = "Staging" }, "this is Staging" },
        { "a key in place of its hash", Client("shop", ApiKey.NewFor("shop"), "read"), "Access:Clients:shop:Keys: must be SHA-256 hashes" },
        { "a short hash", Client("shop", Secret, "read"), "Access:Clients:shop:Keys: must be SHA-256 hashes" },
        { "no key", new() { ["Access__Clients__shop__Scopes__0"] = "read" }, "Access:Clients:shop:Keys: must have one hash" },
        { "no scope", new() { ["Access__Clients__shop__Keys__0"] = Secret + "f" }, "Access:Clients:shop:Scopes: must be some of read, write, admin" },
        { "an unknown scope", Client("shop", Secret + "f", "everything"), "Access:Clients:shop:Scopes: must be some of read, write, admin" },
        { "a bad name", Client("Shop.1", Secret + "f", "read"), "Access:Clients:Shop.1: has a name that is no client's" },
        { "tokens by http", new() { ["Access__Tokens__Authority"] = "http://id.example.com", ["Access__Tokens__Audience"] = "nudge" }, "Access:Tokens:Authority: must be the https address" },
        { "tokens without an audience", new() { ["Access__Tokens__Authority"] = "https://id.example.com" }, "Access:Tokens:Audience: is required" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Start_WithoutSoundAccess_IsRefusedInOneLine(string what, Dictionary<string, string> settings, string reason)
    {
        using var folder = new TemporaryFolder();
        await using var scheduler = SchedulerProcess.Start(folder.Path, environment: new(settings) { ["DOTNET_ENVIRONMENT"] = settings.GetValueOrDefault("DOTNET_ENVIRONMENT", "Production") });

        var line = await RefusedStart.LineAsync(scheduler.Process);

        Assert.True(line.Contains(reason, StringComparison.Ordinal), $"{what}: {line}");
        Assert.DoesNotContain(settings.Where(setting => setting.Key.Contains("Keys", StringComparison.Ordinal)), setting => line.Contains(setting.Value, StringComparison.Ordinal));
        Assert.False(File.Exists(folder.File("reminders.db")));
    }

    [Fact]
    public async Task Start_InDevelopmentWithoutAccess_AcceptsCallersOnThisMachine()
    {
        using var folder = new TemporaryFolder();
        await using var scheduler = await SchedulerProcess.StartHealthyAsync(folder.Path);

        Assert.Equal("anonymous", (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Owner);
        var forwarded = await Assert.ThrowsAsync<RpcException>(async () => await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), new Metadata { { "x-forwarded-for", "192.0.2.1" } }));
        Assert.Equal(StatusCode.Unauthenticated, forwarded.StatusCode);
    }

    private static Dictionary<string, string> Client(string name, string hash, string scope) => new()
    {
        [$"Access__Clients__{name}__Keys__0"] = hash,
        [$"Access__Clients__{name}__Scopes__0"] = scope,
    };
}
