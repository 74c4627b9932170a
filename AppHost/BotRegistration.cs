namespace Nudge.AppHost;

internal static class BotRegistration
{
    /// <summary>
    /// Adds the parameters of the bot's registration in Microsoft Entra. All are optional: without a client id the bot serves local tools only.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithBotRegistration(this IResourceBuilder<ProjectResource> bot)
    {
        var builder = bot.ApplicationBuilder;
        var clientId = builder.AddOptionalParameter("bot-client-id", "The application (client) id of the bot's registration in Microsoft Entra.");
        var clientSecret = builder.AddOptionalParameter("bot-client-secret", "A client secret of that application. Without one, the bot uses a managed identity.", secret: true);
        var tenantId = builder.AddOptionalParameter("bot-tenant-id", "The directory (tenant) id of that application.");

        return bot.WithEnvironment(async context =>
        {
            var cancellationToken = context.CancellationToken;
            if (await clientId.Resource.GetValueAsync(cancellationToken) is not { Length: > 0 })
                return;

            context.EnvironmentVariables["AzureAd__ClientId"] = clientId.Resource;
            context.EnvironmentVariables["AzureAd__DangerouslyAllowUnauthenticatedRequests"] = "false";
            if (await tenantId.Resource.GetValueAsync(cancellationToken) is { Length: > 0 })
                context.EnvironmentVariables["AzureAd__TenantId"] = tenantId.Resource;
            if (await clientSecret.Resource.GetValueAsync(cancellationToken) is { Length: > 0 })
            {
                context.EnvironmentVariables["AzureAd__ClientCredentials__0__SourceType"] = "ClientSecret";
                context.EnvironmentVariables["AzureAd__ClientCredentials__0__ClientSecret"] = clientSecret.Resource;
            }
        });
    }

    private static IResourceBuilder<ParameterResource> AddOptionalParameter(this IDistributedApplicationBuilder builder, string name, string description, bool secret = false) =>
        builder.AddParameter(name, () => builder.Configuration[$"Parameters:{name}"] ?? "", secret: secret).WithDescription(description);
}
