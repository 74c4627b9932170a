using Nudge.BotService;
using Nudge.BotService.Channel;
using Nudge.BotService.Commands;
using Nudge.BotService.Conversations;
using Nudge.BotService.Redis;
using Nudge.BotService.Reminders;
using Nudge.ServiceDefaults;

// The settings lie beside the program, whatever the current folder is.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddServiceDefaults();
builder.AddRedis();
builder.AddChannel();
builder.AddConversations();
builder.AddReminders();
builder.AddCommands();
builder.Services.AddSingleton<Bot>().AddHostedService<WarmUp>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapChannel();
app.MapReminders();
return await app.RunOrExplainAsync(prepare: app.OpenRedisAsync);
