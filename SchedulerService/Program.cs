using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddStorage();
builder.AddSchedules();
builder.AddShards();
builder.AddTiming();
builder.AddDispatch();
builder.AddApi();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapApi();

return await app.RunOrExplainAsync(prepare: app.Services.OpenStoreAsync);
