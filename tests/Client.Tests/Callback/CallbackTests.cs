using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.Client.Tests.Callback;

public sealed class CallbackTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>
{
    [Fact]
    public async Task Callback_NotMapped_IsTheLastErrorOfTheReminder()
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var reminder = await app.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", SendProactive, 0, cancellationToken: TestContext.Current.CancellationToken);

        var client = app.Services.GetRequiredService<ReminderScheduler.ReminderSchedulerClient>();
        await Eventually.HoldsAsync("last error", async () =>
            (await client.GetAsync(new GetRequest { Id = reminder.Id })).LastError.Contains("the callback does not serve nudge.v1.ReminderCallback", StringComparison.Ordinal));
        Assert.Contains(scheduler.SchedulerLines, line => line.Contains("the callback does not serve nudge.v1.ReminderCallback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MapReminderCallback_WithoutHandlers_NamesTheMissingCall()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddNudgeClient("scheduler");
        await using var app = builder.Build();

        Assert.Contains("add builder.AddReminderHandlers", Assert.Throws<InvalidOperationException>(app.MapReminderCallback).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapReminderCallback_UnbindableHandler_EndsTheStart()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddReminderHandlers(handlers => handlers.Add("wrong", (string usr) => Task.CompletedTask));
        await using var app = builder.Build();

        Assert.Contains("the parameter usr of the reminder handler wrong", Assert.Throws<InvalidOperationException>(app.MapReminderCallback).Message, StringComparison.Ordinal);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(scheduler.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.AddNudgeClient("scheduler");
        builder.AddReminderHandlers(handlers => handlers.Add(SendProactive));
        return builder.Build();
    }

    private static Task SendProactive(string userId) => Task.CompletedTask;
}
