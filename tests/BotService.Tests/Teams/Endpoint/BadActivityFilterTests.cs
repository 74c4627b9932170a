using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Endpoint;

public sealed class BadActivityFilterTests
{
    private const string Activity = """{"type": "message", "serviceUrl": "https://smba.trafficmanager.net/emea/", "conversation": {"id": "19:a"}}""";

    [Theory]
    [InlineData(null, StatusCodes.Status200OK)]
    [InlineData("https://smba.trafficmanager.net/emea/", StatusCodes.Status200OK)]
    [InlineData("https://SMBA.trafficmanager.net/emea", StatusCodes.Status200OK)]
    [InlineData("https://smba.trafficmanager.net/amer/", StatusCodes.Status403Forbidden)]
    [InlineData("https://example.com/", StatusCodes.Status403Forbidden)]
    public async Task Invoke_DifferentServiceUrlClaim_IsForbidden(string? claim, int status)
    {
        var caller = new ClaimsPrincipal(new ClaimsIdentity(claim is null ? [] : [new Claim("serviceurl", claim)]));

        Assert.Equal(status, await StatusOfAsync(Encoding.UTF8.GetBytes(Activity), caller));
    }

    [Fact]
    public async Task Invoke_TenantThatIsNotUtf8_IsRefused()
    {
        var activity = Activity.Replace("}}", """}, "channelData": {"tenant": {"id": "x"}}}""", StringComparison.Ordinal);

        // 0xBB continues a character that has not begun.
        var body = Encoding.UTF8.GetBytes(activity).Select(value => value == (byte)'x' ? (byte)0xBB : value).ToArray();

        Assert.Equal(StatusCodes.Status400BadRequest, await StatusOfAsync(body, new ClaimsPrincipal()));
    }

    private static async Task<int?> StatusOfAsync(byte[] body, ClaimsPrincipal caller)
    {
        var http = new DefaultHttpContext { User = caller };
        http.Request.Body = new MemoryStream(body);

        var result = await new BadActivityFilter(new ServiceUrls(new TestEnvironment("Production"))).InvokeAsync(
            new DefaultEndpointFilterInvocationContext(http), _ => ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status200OK)));

        return Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode;
    }
}
