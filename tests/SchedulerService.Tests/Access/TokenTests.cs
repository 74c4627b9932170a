using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using Nudge.SchedulerService.Access;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests the access tokens of an OpenID provider.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly string Key = ApiKey.NewFor("shop");

    private TokenProvider _provider = null!;
    private SchedulerHost _scheduler = null!;

    [Fact]
    public async Task Token_WithScopes_ActsForItsOwner()
    {
        var token = Bearer(_provider.Issue(new() { ["sub"] = "ann", ["scope"] = "openid write read" }));

        var created = await _scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), token);

        Assert.Equal("ann", created.Reminder.Owner);
        Assert.Equal(created.Reminder.Id, Assert.Single((await _scheduler.Client.ListAsync(new ListRequest(), token)).Reminders).Id);
        Assert.Empty((await _scheduler.Client.ListAsync(new ListRequest(), Bearer(_provider.Issue(new() { ["sub"] = "bob", ["scope"] = "read" })))).Reminders);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("openid profile")]
    [InlineData("")]
    [InlineData("writer")]
    public async Task Token_WithoutTheScope_IsDenied(string scope) =>
        Assert.Equal(StatusCode.PermissionDenied, await StatusOfAsync(Bearer(_provider.Issue(new() { ["sub"] = "ann", ["scope"] = scope }))));

    [Fact]
    public async Task Token_ThatIsNotValid_IsUnauthenticated()
    {
        var claims = new Dictionary<string, object> { ["sub"] = "ann", ["scope"] = "write" };
        var valid = _provider.Issue(claims);
        using var stranger = RSA.Create(2048);
        string[] tokens =
        [
            "", "x", "a.b.c", valid[..^4] + "AAAA", valid + "x", _provider.Issue(claims, lifetime: TimeSpan.FromHours(-1)), _provider.Issue(claims, audience: "another"),
            _provider.Issue(claims, key: new RsaSecurityKey(stranger) { KeyId = "1" }), _provider.Issue(new() { ["scope"] = "write" }), _provider.Issue(new() { ["sub"] = "", ["scope"] = "write" }), Key,
        ];

        Assert.Equal(StatusCode.OK, await StatusOfAsync(Bearer(valid)));
        foreach (var token in tokens)
            Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync(Bearer(token)));
        Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync([]));
    }

    [Fact]
    public async Task Key_BesideTokens_IsAccepted() => Assert.Equal(StatusCode.OK, await StatusOfAsync(new Metadata { { "x-api-key", Key } }));

    public async ValueTask InitializeAsync()
    {
        _provider = await TokenProvider.StartAsync();
        _scheduler = await SchedulerHost.StartAsync(settings: new()
        {
            ["Access:Tokens:Authority"] = _provider.Address,
            ["Access:Tokens:Audience"] = "nudge",
            ["Access:Tokens:RequireHttps"] = "false",
            ["Access:Clients:shop:Keys:0"] = Convert.ToHexStringLower(ApiKey.HashOf(Key)),
            ["Access:Clients:shop:Scopes:0"] = "write",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _scheduler.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private async Task<StatusCode> StatusOfAsync(Metadata credential)
    {
        try
        {
            await _scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), credential);
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
