using Nudge.BotService;
using Nudge.BotService.Channel;
using Nudge.BotService.Commands;
using Nudge.BotService.Conversations;
using Nudge.BotService.Limits;
using Nudge.BotService.Redis;
using Nudge.BotService.Reminders;
using Nudge.BotService.Teams;
using Nudge.ServiceDefaults;

// The settings lie beside the program, whatever the current folder is.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddRedis();
builder.AddConversations();
builder.AddLimits();
builder.AddChannel();
builder.AddTeams();
builder.AddReminders();
builder.AddCommands();
builder.AddBot();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapTeams();
app.MapReminders();
return await app.RunOrExplainAsync(prepare: app.OpenRedisAsync);
