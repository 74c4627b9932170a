using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Sending;

public sealed class ServiceUrlsTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/1234/", true)]
    [InlineData("https://SMBA.TRAFFICMANAGER.NET/amer/", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams/", true)]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/teams/", true)]
    [InlineData("https://webchat.botframework.com/", true)]
    [InlineData("http://smba.trafficmanager.net/emea/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/emea/", false)]
    [InlineData("https://smba.trafficmanager.net@example.com/", false)]
    [InlineData("https://user@smba.trafficmanager.net/", false)]
    [InlineData("https://other.trafficmanager.net/", false)]
    [InlineData("https://smba.trafficmanager.net.example.com/", false)]
    [InlineData("https://evilteams.microsoft.com.example.com/", false)]
    [InlineData("https://notbotframework.com/", false)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://169.254.169.254/metadata/", false)]
    public void IsAllowed_RemoteAddress_IsTrueForTeamsOnly(string url, bool isAllowed)
    {
        Assert.Equal(isAllowed, new ServiceUrls(new TestEnvironment("Production")).IsAllowed(new Uri(url)));
        Assert.Equal(isAllowed, new ServiceUrls(new TestEnvironment("Development")).IsAllowed(new Uri(url)));
    }

    [Theory]
    [InlineData("http://localhost:4100/teams/")]
    [InlineData("http://127.0.0.1:4100/")]
    [InlineData("http://[::1]/")]
    public void IsAllowed_LoopbackAddress_IsTrueInDevelopmentOnly(string url)
    {
        Assert.True(new ServiceUrls(new TestEnvironment("Development")).IsAllowed(new Uri(url)));
        Assert.False(new ServiceUrls(new TestEnvironment("Production")).IsAllowed(new Uri(url)));
        Assert.False(new ServiceUrls(new TestEnvironment("Staging")).IsAllowed(new Uri(url)));
    }
}
