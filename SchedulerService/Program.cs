using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.ServiceDefaults;

// Without IIS and HTTP/3, which nobody reaches a scheduler by; endpoints may have certificates.
// Settings lie beside the program, from whatever folder it is started.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseKestrelHttpsConfiguration();
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
