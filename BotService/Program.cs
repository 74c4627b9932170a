using Nudge.BotService;
using Nudge.BotService.Commands;
using Nudge.BotService.Redis;
using Nudge.BotService.Reminders;
using Nudge.ServiceDefaults;

// The settings lie beside the program, whatever the current folder is.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddRedis();
builder.AddTeamsBot();
builder.AddReminders();
builder.AddCommands();
builder.AddBot();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapReminders();
return await app.RunOrExplainAsync(prepare: async () =>
{
    await app.OpenRedisAsync();
    app.MapTeamsBot();
});
