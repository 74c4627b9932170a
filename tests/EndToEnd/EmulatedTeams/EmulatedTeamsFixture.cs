using System.Globalization;
using System.Net;
using Aspire.Hosting.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Nudge.EndToEnd.Host;
using Nudge.Servers;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Connector;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>A complete Nudge, and an emulated Teams with the limits and failures of the real one.</summary>
public class EmulatedTeamsFixture : IAsyncLifetime
{
    private GrpcChannel? _channel;
    private int _people;

    internal NudgeApp App { get; private set; } = null!;

    internal Emulator Teams { get; private set; } = null!;

    internal ReminderScheduler.ReminderSchedulerClient Scheduler { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        App = await NudgeApp.StartAsync([], Configure);
        Teams = new Emulator(["--urls", "http://127.0.0.1:0", "--bot", App.BotMessages.ToString(), "--latency", "00:00:00.050"]);
        await Teams.StartAsync();
        _channel = GrpcChannel.ForAddress(App.Scheduler);
        Scheduler = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _channel?.Dispose();
        if (Teams is not null)
            await Teams.DisposeAsync();
        if (App is not null)
            await App.DisposeAsync();
    }

    /// <summary>Removes the Playground from the AppHost's model: these tests use the emulated Teams instead.</summary>
    protected virtual void Configure(IDistributedApplicationTestingBuilder builder) =>
        builder.Resources.Remove(builder.Resources.Single(resource => resource.Name == "playground"));

    /// <summary>Adds a person whom the bot knows.</summary>
    internal async Task<Conversation> MeetAsync(string tenant)
    {
        var conversation = Teams.Population.Open(tenant, Teams.Population.AddPerson(tenant));
        Assert.Equal(HttpStatusCode.OK, await Teams.PostAsync(conversation, "typing"));
        return conversation;
    }

    /// <summary>Kills Redis, deletes its data, and waits for its restart.</summary>
    internal async Task EmptyRedisAsync()
    {
        var since = App.Log.Mark;
        var redis = Assert.Single(App.Processes.Of("redis"));
        Signal.Freeze(redis);
        Directory.Delete(Path.Combine(App.Data, "redis"), recursive: true);
        Signal.Kill(redis);
        await App.Log.UntilSaidAsync("redis", "LocalRedis listens", since);
    }

    /// <summary>Waits until a reminder meets a condition, and returns it.</summary>
    internal Task<Reminder> AwaitAsync(Reminder reminder, Func<Reminder, bool> isIt, string what, TimeSpan patience) => Eventually.GetAsync(
        $"{what} of {reminder.Notification.Text}", async () => await Scheduler.GetAsync(new GetRequest { Id = reminder.Id }) is { } found && isIt(found) ? found : null, patience);

    /// <summary>Returns the request of a reminder for a person, with a unique text.</summary>
    internal CreateRequest Request(Conversation conversation, DateTimeOffset due, AmbiguousPolicy ambiguous = AmbiguousPolicy.Unspecified) =>
        Request(conversation.Person, conversation.Tenant, due, ambiguous);

    /// <inheritdoc cref="Request(Conversation, DateTimeOffset, AmbiguousPolicy)"/>
    internal CreateRequest Request(Person person, Tenant tenant, DateTimeOffset due, AmbiguousPolicy ambiguous = AmbiguousPolicy.Unspecified) => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { UserId = person.AadObjectId, TenantId = tenant.Id },
            Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(due) },
            Notification = new Notification { Text = string.Create(CultureInfo.InvariantCulture, $"reminder {Interlocked.Increment(ref _people)}") },
            DeliveryPolicy = new DeliveryPolicy
            {
                MaxAttempts = 3,
                InitialBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)),
                MaxBackoff = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
                Ambiguous = ambiguous,
            },
        },
    };

    /// <summary>Returns the messages that a conversation shows.</summary>
    internal IReadOnlyList<Message> MessagesOf(Conversation conversation) =>
        [.. Teams.Messages.Messages.Where(message => message.ConversationId == conversation.Id)];
}
