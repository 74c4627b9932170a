using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Teams.Apps;

public static class TeamsBotApplicationHostingExtensions
{
    public static IServiceCollection AddTeamsBotApplication(this IServiceCollection services, string sectionName = "AzureAd") => throw null!;

    public static TeamsBotApplication UseTeamsBotApplication(this IEndpointRouteBuilder endpoints, string routePath = "api/messages") => throw null!;
}
