using Microsoft.Extensions.Configuration;
using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Endpoint;

public sealed class BotRegistrationTests
{
    private const string Flag = "DangerouslyAllowUnauthenticatedRequests";

    [Theory]
    [InlineData("Production", "ClientId is missing")]
    [InlineData("Development", "ClientId is missing")]
    [InlineData("Production", "Development environment only", $"AzureAd:{Flag}=true")]
    [InlineData("Production", "Development environment only", $"Teams:{Flag}=True")]
    [InlineData("Production", "TenantId is missing", "AzureAd:ClientId=id")]
    [InlineData("Development", "TenantId is missing", "Teams:ClientId=id")]
    [InlineData("Development", $"AzureAd:{Flag} is \"yes\"", $"AzureAd:{Flag}=yes")]
    [InlineData("Production", "AzureAd:Instance is \"nonsense\"", "AzureAd:ClientId=id", "AzureAd:TenantId=tenant", "AzureAd:Instance=nonsense")]
    public void WhyRefused_InvalidConfiguration_SaysWhatToSet(string environment, string reason, params string[] settings) =>
        Assert.Contains(reason, Of(environment, settings).WhyRefused(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Development", true, $"AzureAd:{Flag}=true")]
    [InlineData("Production", false, "AzureAd:ClientId=id", "AzureAd:TenantId=tenant")]
    [InlineData("Production", false, "Teams:ClientId=id", "Teams:TenantId=tenant", $"Teams:{Flag}=true")]
    [InlineData("Development", false, "AzureAd:ClientId=id", "AzureAd:TenantId=tenant", $"AzureAd:{Flag}=true")]
    public void IsOpen_ValidConfiguration_IsTrueOnlyWithoutARegistration(string environment, bool isOpen, params string[] settings)
    {
        var registration = Of(environment, settings);

        Assert.Null(registration.WhyRefused());
        Assert.Equal(isOpen, registration.IsOpen);
    }

    [Fact]
    public void CloseWhereRegistered_WithARegistration_SwitchesTheFlagOffInBothSections()
    {
        var configuration = Configuration("Teams:ClientId=id", $"AzureAd:{Flag}=true", $"Teams:{Flag}=true");

        new BotRegistration(configuration, new TestEnvironment("Development")).CloseWhereRegistered();

        Assert.Equal(("false", "false"), (configuration[$"AzureAd:{Flag}"], configuration[$"Teams:{Flag}"]));
    }

    private static BotRegistration Of(string environment, string[] settings) => new(Configuration(settings), new TestEnvironment(environment));

    private static IConfigurationRoot Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(setting => KeyValuePair.Create(setting[0], (string?)setting[1]))).Build();
}
