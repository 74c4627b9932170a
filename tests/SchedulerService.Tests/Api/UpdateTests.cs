using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class UpdateTests(SharedScheduler shared) : IClassFixture<SharedScheduler>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private ReminderScheduler.ReminderSchedulerClient Client => shared.Host.Client;

    [Fact]
    public async Task Update_NewText_KeepsTheDueTimeAndMakesANewRevision()
    {
        var made = await CreateAsync();
        var wanted = made.Clone();
        wanted.Notification.Text = "Drink";

        var updated = await Client.UpdateAsync(new UpdateRequest { Reminder = wanted });

        Assert.Equal("Drink", updated.Notification.Text);
        Assert.Equal((made.NextDue, made.Revision + 1), (updated.NextDue, updated.Revision));
        Assert.True(updated.UpdateTime.ToDateTimeOffset() >= made.UpdateTime.ToDateTimeOffset());
        Assert.Equal(updated, await Client.GetAsync(new GetRequest { Id = made.Id }));
    }

    [Fact]
    public async Task Update_EveryFieldThatMayChange_IsStored()
    {
        var made = await CreateAsync();
        var wanted = new Reminder
        {
            Id = made.Id,
            Revision = made.Revision,
            Schedule = new Schedule { Delay = Duration.FromTimeSpan(2 * Hour) },
            Notification = new Notification { Handler = "Other", Data = new Struct { Fields = { ["a"] = Value.ForNumber(1) } } },
            DeliveryPolicy = Requests.Impatient(),
            CatchUpPolicy = CatchUpPolicy.All,
            FailureNotice = new FailureNotice { Recipient = new Recipient { UserId = "maker" } },
            Labels = { ["kind"] = "new" },
        };

        var updated = await Client.UpdateAsync(new UpdateRequest { Reminder = wanted });

        Assert.Equal(made.Recipient, updated.Recipient);
        Assert.Equal((wanted.Notification, wanted.DeliveryPolicy, wanted.FailureNotice), (updated.Notification, updated.DeliveryPolicy, updated.FailureNotice));
        Assert.Equal((CatchUpPolicy.All, "new"), (updated.CatchUpPolicy, updated.Labels["kind"]));
        Assert.True(updated.NextDue.ToDateTimeOffset() - made.NextDue.ToDateTimeOffset() >= Hour, "the delay counts from the update");

        var listed = await Client.ListAsync(new ListRequest { Filter = new ReminderFilter { Labels = { ["kind"] = "new" } } });
        Assert.Equal(made.Id, Assert.Single(listed.Reminders).Id);
    }

    [Fact]
    public async Task Update_StaleRevision_IsAbortedAndChangesNothing()
    {
        var made = await CreateAsync();
        var first = made.Clone();
        first.Notification.Text = "first";
        await Client.UpdateAsync(new UpdateRequest { Reminder = first });
        var second = made.Clone();
        second.Notification.Text = "second";

        var refusal = await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = second }));

        Assert.Equal((StatusCode.Aborted, "REVISION_STALE", "2"), (refusal.Code, refusal.Reason, refusal.Metadata["revision"]));
        Assert.Equal("first", (await Client.GetAsync(new GetRequest { Id = made.Id })).Notification.Text);
    }

    [Fact]
    public async Task Update_FieldsThatNeverChange_NamesTheFields()
    {
        var wanted = await CreateAsync();
        wanted.Target = "other";
        wanted.Lane = "other";
        wanted.Recipient.UserId = "other";

        var refusal = await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = wanted }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal(["reminder.target", "reminder.lane", "reminder.recipient"], refusal.Fields);
    }

    [Fact]
    public async Task Update_MissingFields_NamesTheFields()
    {
        Assert.Equal(["reminder"], (await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest()))).Fields);
        Assert.Equal(["reminder.id", "reminder.revision"], (await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = new Reminder() }))).Fields);

        var made = await CreateAsync();
        var bare = new Reminder { Id = made.Id, Revision = made.Revision };
        Assert.Equal(["reminder.notification", "reminder.schedule"], (await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = bare }))).Fields);
    }

    [Fact]
    public async Task Update_SettledOrUnknownReminder_IsRefused()
    {
        var made = await CreateAsync();
        await Client.CancelAsync(new CancelRequest { Id = made.Id });
        var settled = await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = made }));
        made.Id = Guid.CreateVersion7().ToString();
        var unknown = await Refusal.OfAsync(Client.UpdateAsync(new UpdateRequest { Reminder = made }));

        Assert.Equal((StatusCode.FailedPrecondition, "REMINDER_SETTLED"), (settled.Code, settled.Reason));
        Assert.Equal((StatusCode.NotFound, "REMINDER_NOT_FOUND"), (unknown.Code, unknown.Reason));
    }

    [Fact]
    public async Task Update_PausedReminder_StaysPaused()
    {
        var made = await CreateAsync();
        var paused = await Client.PauseAsync(new PauseRequest { Id = made.Id });
        paused.Schedule = new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.Zero) };

        var updated = await Client.UpdateAsync(new UpdateRequest { Reminder = paused });

        Assert.Equal((ReminderState.Paused, PauseCause.User), (updated.State, Assert.Single(updated.PauseCauses)));
    }

    [Fact]
    public async Task Update_NewScheduleOfASeries_CountsOccurrencesFromOne()
    {
        var made = (await Client.CreateAsync(Requests.Cron("0 0 9 * * ?"))).Reminder;
        made.Schedule.Cron.Expression = "0 0 10 * * ?";
        var updated = await Client.UpdateAsync(new UpdateRequest { Reminder = made });

        Assert.Equal(1, updated.Occurrence);
        Assert.NotEqual(made.NextDue, updated.NextDue);
    }

    private async Task<Reminder> CreateAsync() => (await Client.CreateAsync(Requests.In(Hour))).Reminder;
}
