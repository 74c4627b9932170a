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
        const string Error = "the callback does not serve nudge.v1.ReminderCallback: map it (in .NET with app.MapReminderCallback)";
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var reminder = await app.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", SendProactive, 0, cancellationToken: TestContext.Current.CancellationToken);

        await UntilLastErrorAsync(app, reminder, Error);
        Assert.Contains(scheduler.SchedulerLines, line => line.Contains(Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Notifications.Removed", "the callback has no handler Notifications.Removed: add it with AddReminderHandlers")]
    [InlineData("", "the reminder names no handler, and the callback has none with the empty name")]
    public async Task Callback_WithoutTheHandler_IsTheLastErrorOfTheReminder(string handler, string error)
    {
        await using var app = Build();
        app.MapReminderCallback();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var reminder = new Reminder
        {
            Recipient = new Recipient { UserId = "ada" },
            Schedule = Schedules.After(TimeSpan.Zero),
            Notification = new Notification { Handler = handler, Text = "Stretch" },
        };
        var created = await app.Services.GetRequiredService<ReminderScheduler.ReminderSchedulerClient>().CreateAsync(new CreateRequest { Reminder = reminder });

        await UntilLastErrorAsync(app, created.Reminder, error);
    }

    [Fact]
    public async Task Handler_ThrowsNotDelivered_GivesTheReminderItsOutcome()
    {
        await using var app = Build();
        app.MapReminderCallback();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var reminder = await app.Services.GetRequiredService<NotificationQueue>().AddReminder("ada", Fail, 0, cancellationToken: TestContext.Current.CancellationToken);

        await UntilLastErrorAsync(app, reminder, "the door is closed");
        var scheduled = await app.Services.GetRequiredService<ReminderScheduler.ReminderSchedulerClient>().GetAsync(new GetRequest { Id = reminder.Id });
        // Retry later costs no attempt. An ambiguous outcome would.
        Assert.Equal(0, scheduled.Attempt);
    }

    [Fact]
    public async Task Callback_DownAndThenWithoutHttp2_EachReasonIsLogged()
    {
        await UntilUnreachableAsync("Connection refused");
        await using var app = Build(protocols: "Http1");
        app.MapReminderCallback();
        await app.StartAsync(TestContext.Current.CancellationToken);

        await UntilUnreachableAsync("HTTP_1_1_REQUIRED");
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

    private static Task UntilLastErrorAsync(WebApplication app, Reminder reminder, string error) => Eventually.HoldsAsync($"last error \"{error}\"", async () =>
        (await app.Services.GetRequiredService<ReminderScheduler.ReminderSchedulerClient>().GetAsync(new GetRequest { Id = reminder.Id })).LastError.Contains(error, StringComparison.Ordinal));

    /// <summary>Waits until the last line about the callback says that it does not answer, and why.</summary>
    private Task UntilUnreachableAsync(string reason) => Eventually.HoldsAsync($"log line with {reason}", () => Task.FromResult(
        scheduler.SchedulerLines.LastOrDefault(line => line.Contains("allback bot ", StringComparison.Ordinal)) is { } last
        && last.Contains("Callback bot does not answer at", StringComparison.Ordinal) && last.Contains(reason, StringComparison.Ordinal)));

    private WebApplication Build(string protocols = "Http2")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(scheduler.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.Configuration["Kestrel:Endpoints:callback:Protocols"] = protocols;
        builder.AddNudgeClient("scheduler");
        builder.AddReminderHandlers(handlers => handlers.Add(SendProactive).Add(Fail));
        return builder.Build();
    }

    private static Task SendProactive(string userId) => Task.CompletedTask;

    private static Task Fail(string userId) => throw new NotDeliveredException(new DeliveryOutcome.RetryLater(TimeSpan.FromMinutes(1), "the door is closed"));
}
