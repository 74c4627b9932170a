using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Teams.Apps;

namespace Nudge.BotService.Tests.Teams.Endpoint;

/// <summary>Tests of the hook in a program that forgot a call.</summary>
public sealed class UseNudgeTests
{
    public static TheoryData<string, Action<WebApplicationBuilder>> Incomplete => new()
    {
        { "add builder.AddNudgeTeams()", _ => { } },
        { "add builder.AddRedisClient(\"redis\")", builder => builder.AddNudgeTeams() },
        {
            "add builder.AddNudgeClient(\"scheduler\")", builder =>
            {
                builder.AddNudgeTeams();
                builder.AddRedisClient("redis");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Incomplete), DisableDiscoveryEnumeration = true)]
    public async Task UseNudge_WithoutAService_NamesTheMissingCall(string call, Action<WebApplicationBuilder> add)
    {
        // The bot's own appsettings.json must not apply here.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.Configuration["ConnectionStrings:redis"] = "localhost:6379";
        builder.Services.AddTeamsBotApplication();
        add(builder);
        await using var app = builder.Build();

        var failure = Assert.Throws<InvalidOperationException>(() => app.UseTeamsBotApplication().UseNudge(app.Services));

        Assert.Contains(call, failure.Message, StringComparison.Ordinal);
    }
}
