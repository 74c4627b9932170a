using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Teams.Apps.Clients;

namespace Microsoft.Teams.Apps;

public static class TeamsBotApplicationHostingExtensions
{
    public static IServiceCollection AddTeamsBotApplication(this IServiceCollection services, string sectionName = "AzureAd")
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, UnauthenticatedCaller>(UnauthenticatedCaller.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder(UnauthenticatedCaller.Scheme).RequireAuthenticatedUser().Build());
        services.AddHttpContextAccessor();
        services.AddHttpClient(ConnectorClient.Name);
        services.AddSingleton<ConnectorClient>();
        services.AddSingleton(provider => new TeamsBotApplication(provider.GetRequiredService<ConnectorClient>()));
        return services.AddHostedService<DevelopmentOnly>();
    }

    public static TeamsBotApplication UseTeamsBotApplication(this IEndpointRouteBuilder endpoints, string routePath = "api/messages")
    {
        if (endpoints is IApplicationBuilder app)
            app.UseAuthentication().UseAuthorization();
        endpoints.MapPost(routePath, (HttpContext context, TeamsBotApplication teams) => teams.ProcessAsync(context)).RequireAuthorization();
        return endpoints.ServiceProvider.GetRequiredService<TeamsBotApplication>();
    }
}
