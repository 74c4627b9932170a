using System.Text;
using Grpc.Core;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Deployments;
using Nudge.Fuzz.Generation;
using Nudge.Fuzz.Verdicts;
using Nudge.TeamsEmulator.Connector;
using Nudge.V1;

namespace Nudge.Fuzz.Areas;

/// <summary>Fuzzes the bot: the activities that Teams posts, and the deliveries of a scheduler.</summary>
internal sealed class BotArea(Settings settings, TimeProvider clock)
{
    private const string Path = "/api/messages";
    private const string Json = "application/json; charset=utf-8";

    private static readonly string[] ContentTypes = ["", "text/plain", "application/xml", "application/json; charset=utf-16", "application/json;charset=x",
        "multipart/form-data", "application/x-www-form-urlencoded", "a"];

    private readonly KnownValues _known = new();

    public async Task RunAsync(int count, Findings findings, Report report)
    {
        var punctuality = new Punctuality();
        await using var bot = await BotUnderTest.StartAsync(settings.Store);
        var person = bot.Teams.Population.Open("clean", bot.Teams.Population.AddPerson("clean"));
        await bot.Teams.PostAsync(person, "typing");
        await using var arrivals = new Arrivals(bot.Teams.Messages, person.Id, punctuality, clock);
        var recipient = new Recipient { UserId = person.Person.AadObjectId, TenantId = "clean" };
        await using var clean = new CleanReminders(
            bot.Scheduler, key => new Reminder { Recipient = recipient, Notification = new Notification { Text = key } }, punctuality, clock);
        await using var learning = new Learning(bot.Scheduler, _known, clock);
        var activities = new Activities(bot.Conversations, bot.Teams.ServiceUrl, _known);
        var calls = new RpcCalls(_known, clock);
        await new FuzzLoop("bot", [bot.Process, bot.Scheduler.Process], random => Next(activities, calls, random), (call, found) => TryAsync(bot, call, found))
            .RunAsync(settings.Seed, count, findings, report);
        await clean.JudgeAsync(findings);
        bot.Process.Judge(findings);
        bot.Scheduler.Process.Judge(findings);
        report.Show(punctuality);
        report.Write($"the bot sent {bot.Teams.Messages.Messages.Count} messages, {bot.Teams.Messages.Throttled} calls were throttled");
    }

    private static FuzzCall Next(Activities activities, RpcCalls calls, Random random)
    {
        if (random.Next(50) == 0)
            return calls.Next(RpcMethod.Callback[0], random) with { Owner = "scheduler" };

        var activity = activities.Next(random);
        if (random.Next(10) > 0)
            JsonMutator.Mutate(activity, random);
        var body = JsonMutator.Write(activity, random);
        if (random.Next(8) == 0)
            body = JsonMutator.Damage(body, random);
        return new FuzzCall("activity", Path, body)
        {
            ContentType = random.Next(40) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : Json,
            IsInvoke = Encoding.UTF8.GetString(body).Contains("\"invoke\"", StringComparison.Ordinal),
            GivesUpAfter = random.Next(200) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 20)) : null,
        };
    }

    private static async Task<(Failure? Failure, TimeSpan Took)> TryAsync(BotUnderTest bot, FuzzCall call, Findings findings)
    {
        var answer = await (call.Rpc is null ? bot.Messages : bot.Callback).SendAsync(call);
        return (AnswerRule.Judge(call, answer, findings), answer.Took);
    }

    /// <summary>Notes the arrivals of clean reminders in Teams.</summary>
    private sealed class Arrivals(MessageLog messages, string conversationId, Punctuality punctuality, TimeProvider clock)
        : Repeated(TimeSpan.FromMilliseconds(100), clock)
    {
        private readonly HashSet<string> _seen = [];
        private int _read;

        protected override Task RunOnceAsync()
        {
            foreach (var message in messages.Messages.Skip(_read).ToList())
            {
                _read++;
                if (message.ConversationId == conversationId && _seen.Add(message.Id))
                    punctuality.Arrived(message.Text, message.At);
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>Reads the bot's reminders, for the buttons of cards.</summary>
    private sealed class Learning(SchedulerUnderTest scheduler, KnownValues known, TimeProvider clock) : Repeated(TimeSpan.FromSeconds(3), clock)
    {
        private string _token = "";

        protected override async Task RunOnceAsync()
        {
            try
            {
                var page = await scheduler.Typed.ListAsync(new ListRequest { PageToken = _token },
                    new Metadata { { "x-api-key", SchedulerUnderTest.Bot.Key } });
                foreach (var reminder in page.Reminders)
                    known.Add(reminder);
                _token = page.NextPageToken;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable)
            {
                // The verdict on the process says that it has ended.
            }
        }
    }
}
