using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Maintenance;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.ServiceDefaults;

// The slim builder leaves out IIS and HTTP/3, which no client of a scheduler uses. Endpoints may have certificates.
// The settings are beside the program, whatever the working directory.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseKestrelHttpsConfiguration();
builder.AddServiceDefaults();
builder.AddTiming();
builder.AddStorage();
builder.AddSchedules();
builder.AddShards();
builder.AddMaintenance();
builder.AddOutcomes();
builder.AddCallbacks();
builder.AddDispatch();
builder.AddApi();
builder.AddAccess();

var app = builder.Build();
app.UseAccess();
app.MapDefaultEndpoints();
app.MapApi();

return await app.RunOrExplainAsync(prepare: async () =>
{
    // A start with wrong settings leaves no store behind.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.Services.OpenStoreAsync();
});
