using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Nudge.Teams;

/// <summary>The bot's registration in Microsoft Entra, from the configuration. It decides who may post activities, and how the bot authenticates.</summary>
internal sealed class BotRegistration(IConfiguration configuration, IHostEnvironment environment)
{
    private const string Section = "AzureAd";
    private const string Flag = "DangerouslyAllowUnauthenticatedRequests";

    /// <summary>The sections that the Teams SDK reads.</summary>
    private static readonly string[] Sections = [Section, "Teams"];

    private bool HasClientId => Sections.Any(section => configuration[$"{section}:ClientId"] is { Length: > 0 });

    /// <summary>Gets whether the bot accepts activities without a token. Local tools need this. A bot with a registration never accepts them.</summary>
    public bool IsOpen => !HasClientId && Sections.Any(section => bool.TryParse(configuration[$"{section}:{Flag}"], out var isOpen) && isOpen);

    /// <summary>Gets the issuer of the tokens that Teams sends.</summary>
    public string TokenIssuer => configuration["BotFramework:BotTokenIssuer"] is { Length: > 0 } issuer ? issuer : "https://api.botframework.com";

    /// <summary>Returns why the bot must not start with this configuration, in one line; null when it may start.</summary>
    public string? WhyRefused()
    {
        foreach (var section in Sections)
        {
            if (configuration[$"{section}:{Flag}"] is { Length: > 0 } flag && !bool.TryParse(flag, out _))
                return $"{section}:{Flag} is \"{flag}\". It takes true or false.";
        }

        if (configuration[$"{Section}:Instance"] is { Length: > 0 } instance && !Uri.TryCreate(instance, UriKind.Absolute, out _))
            return $"{Section}:Instance is \"{instance}\". It takes an address, such as https://login.microsoftonline.com/.";
        if (IsOpen && !environment.IsDevelopment())
            return $"{Flag} lets every caller speak as Teams, so it is for the Development environment only. The environment is {environment.EnvironmentName}.";
        if (!IsOpen && !HasClientId)
            return $"{Section}:ClientId is missing. Set it to the client id of the bot's registration in Microsoft Entra.";
        if (HasClientId && !Sections.Any(section => configuration[$"{section}:TenantId"] is { Length: > 0 }))
            return $"{Section}:TenantId is missing. Set it to the tenant id of the bot's registration in Microsoft Entra.";
        return null;
    }

    /// <summary>Switches the flag off when there is a registration. In the Teams SDK, the flag would win.</summary>
    public void CloseWhereRegistered()
    {
        if (!HasClientId)
            return;
        foreach (var section in Sections)
            configuration[$"{section}:{Flag}"] = "false";
    }
}
