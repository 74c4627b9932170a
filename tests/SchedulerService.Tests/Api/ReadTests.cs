using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class ReadTests
{
    [Theory]
    [InlineData("", StatusCode.InvalidArgument, "INVALID_FIELD")]
    [InlineData("not an id", StatusCode.InvalidArgument, "INVALID_FIELD")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057", StatusCode.NotFound, "REMINDER_NOT_FOUND")]
    public async Task AnyMethod_InvalidOrUnknownId_ReturnsTheReason(string id, StatusCode code, string reason)
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        Refusal[] refusals =
        [
            await Refusal.OfAsync(scheduler.Client.GetAsync(new GetRequest { Id = id })),
            await Refusal.OfAsync(scheduler.Client.CancelAsync(new CancelRequest { Id = id })),
            await Refusal.OfAsync(scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = id })),
        ];

        Assert.All(refusals, refusal => Assert.Equal((code, reason), (refusal.Code, refusal.Reason)));
    }

    [Fact]
    public async Task List_RemindersSettledBetweenPages_ReturnsEachOnce()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
            ids.Add((await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)))).Reminder.Id);

        var filter = new ReminderFilter { States = { ReminderState.Scheduled, ReminderState.Delivered, ReminderState.Cancelled } };
        var listed = new List<string>();
        var token = "";
        var last = ids[^1];
        do
        {
            var page = await scheduler.Client.ListAsync(new ListRequest { Filter = filter, PageSize = 7, PageToken = token });
            listed.AddRange(page.Reminders.Select(reminder => reminder.Id));
            token = page.NextPageToken;

            // Settles a reminder that was listed, and one that was not.
            await scheduler.Client.CancelAsync(new CancelRequest { Id = listed[0] });
            if (!listed.Contains(last) && bot.All.IsEmpty)
            {
                await scheduler.Client.DeliverNowAsync(new DeliverNowRequest { Id = last });
                await scheduler.AwaitAsync(last, ReminderState.Delivered);
            }
        }
        while (token.Length > 0);

        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task List_SeveralFilters_MustAllMatch()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var mine = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(2), user: "me").With(r => r.Labels["app.k/x"] = "v"))).Reminder;
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(2), user: "me"));
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(2), user: "you").With(r => r.Labels["app.k/x"] = "v"));
        await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(5), user: "me").With(r => r.Labels["app.k/x"] = "v"));
        var cancelled = (await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(2), user: "me").With(r => r.Labels["app.k/x"] = "v"))).Reminder;
        await scheduler.Client.CancelAsync(new CancelRequest { Id = cancelled.Id });

        var filter = new ReminderFilter
        {
            Recipient = new Recipient { UserId = "me" },
            Labels = { ["app.k/x"] = "v" },
            DueFrom = mine.NextDue,
            DueBefore = Timestamp.FromDateTimeOffset(mine.NextDue.ToDateTimeOffset() + TimeSpan.FromHours(1)),
        };

        Assert.Equal(mine, Assert.Single((await scheduler.Client.ListAsync(new ListRequest { Filter = filter })).Reminders));
        filter.States.Add(ReminderState.Cancelled);
        Assert.Equal(cancelled.Id, Assert.Single((await scheduler.Client.ListAsync(new ListRequest { Filter = filter })).Reminders).Id);
    }

    [Fact]
    public async Task List_TokenOfAnotherListing_IsRefused()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        for (var i = 0; i < 3; i++)
            await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)));
        var token = (await scheduler.Client.ListAsync(new ListRequest { PageSize = 1 })).NextPageToken;
        var other = new ReminderFilter { Recipient = new Recipient { UserId = "you" } };

        ListRequest[] requests =
        [
            new() { PageToken = "nonsense" },
            new() { PageToken = Convert.ToBase64String(new byte[32]) },
            new() { PageToken = token, Filter = other },
            new() { PageToken = token[..^1] + (token[^1] == 'A' ? 'B' : 'A') },
        ];

        foreach (var request in requests)
        {
            var refusal = await Refusal.OfAsync(scheduler.Client.ListAsync(request));
            Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
            Assert.Equal(["page_token"], refusal.Fields);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task List_InvalidPageSize_IsRefused(int pageSize)
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var refusal = await Refusal.OfAsync(scheduler.Client.ListAsync(new ListRequest { PageSize = pageSize }));

        Assert.Equal(["page_size"], refusal.Fields);
    }

    [Fact]
    public async Task List_LargeReminders_KeepsPagesBelowTheDefaultLimitOfClients()
    {
        const int Count = 60;
        await using var scheduler = await SchedulerHost.StartAsync();
        for (var i = 0; i < Count; i++)
            await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), new string('会', 40 * 1024)));

        var (listed, pages, token) = (new HashSet<string>(), 0, "");
        do
        {
            var page = await scheduler.Client.ListAsync(new ListRequest { PageToken = token });
            listed.UnionWith(page.Reminders.Select(reminder => reminder.Id));
            token = page.NextPageToken;
            pages++;
        }
        while (token.Length > 0);

        Assert.Equal((Count, 3), (listed.Count, pages));
    }
}
