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
        var http = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claim is null ? [] : [new Claim("serviceurl", claim)])) };
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Activity));

        var result = await new BadActivityFilter(new ServiceUrls(new TestEnvironment("Production"))).InvokeAsync(
            new DefaultEndpointFilterInvocationContext(http), _ => ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status200OK)));

        Assert.Equal(status, Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode);
    }
}
