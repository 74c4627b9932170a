using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Nudge.Servers;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Conversations;
using Nudge.Tests;

namespace Nudge.Client.Tests.Samples;

/// <summary>Tests the sample samples/proactive-bot with a real scheduler, a real Redis, and the emulator of Teams.</summary>
public sealed class ProactiveBotTests(SchedulerFixture scheduler) : IClassFixture<SchedulerFixture>, IAsyncLifetime
{
    private const string Reminder = "Hey! It's been a while. How are you?";
    private const int Kills = 10;

    /// <summary>A reminder is due after ten seconds. Within this time after the first registration, no kill meets a delivery.</summary>
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(7);

    private readonly Emulator _teams = new(["--urls", "http://127.0.0.1:0", "--bot", new Uri(scheduler.Application, "/api/messages").ToString()]);
    private RedisServer? _redis;

    public async ValueTask InitializeAsync()
    {
        Requirement.Need(RedisServer.IsInstalled, RedisServer.Requirement);
        // A write is acknowledged when it is on disk, as in the deployments.
        _redis = await RedisServer.StartAsync("--appendfsync", "always");
        await _teams.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _teams.DisposeAsync();
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Kill_BetweenRegistrationAndDelivery_LosesNothingAndTellsNoUserTwice()
    {
        var users = new List<Conversation>();
        for (var round = 0; round < Kills;)
        {
            var started = Stopwatch.GetTimestamp();
            do
            {
                await using var killed = Start();
                users.Add(await InstallAsync(killed));
                await killed.KillAsync();
                round++;
            }
            while (round < Kills && Stopwatch.GetElapsedTime(started) < Undisturbed);

            await using var bot = Start();
            await Eventually.HoldsAsync("reminder to each user", () => Task.FromResult(users.All(user => TextsTo(user).Contains(Reminder))));
        }

        Assert.All(users, user => Assert.Equal(["Hi! I am going to remind you to say something to me soon!", Reminder], TextsTo(user)));
    }

    [Fact]
    public async Task Install_RepeatedByTeams_RegistersOneReminder()
    {
        await using var bot = Start();
        var user = await InstallAsync(bot);
        var activity = new
        {
            type = "installationUpdate",
            action = "add",
            // The id of the emulator's first activity.
            id = "1",
            serviceUrl = _teams.ServiceUrl,
            from = new { id = user.Person.UserId, aadObjectId = user.Person.AadObjectId },
            recipient = new { id = "28:bot" },
            conversation = new { id = user.Id, conversationType = "personal", tenantId = user.Tenant.Id },
        };

        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(new Uri(scheduler.Application, "/api/messages"), activity, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var next = await InstallAsync(bot);

        await Eventually.HoldsAsync("reminder to the next user", () => Task.FromResult(TextsTo(next).Contains(Reminder)));
        Assert.Single(TextsTo(user), Reminder);
    }

    private ChildProcess Start() => ChildProcess.StartProject("ProactiveBot", [], new(scheduler.Settings)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["AzureAd__DangerouslyAllowUnauthenticatedRequests"] = "true",
        ["ConnectionStrings__redis"] = _redis!.Address,
    });

    private async Task<Conversation> InstallAsync(ChildProcess bot)
    {
        await bot.UntilListensAsync(scheduler.Application.Port);
        // The scheduler has seen the conversations and activities of the other test's emulator.
        var conversation = _teams.Population.Open($"a:{Guid.NewGuid()}", "contoso", _teams.Population.AddPerson("contoso"));
        Assert.Equal(HttpStatusCode.OK, await _teams.PostAsync(conversation, "installationUpdate", action: "add"));
        return conversation;
    }

    private IEnumerable<string> TextsTo(Conversation conversation) =>
        _teams.Messages.Messages.Where(message => message.ConversationId == conversation.Id).Select(message => message.Text);
}
