using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests that every change of a caller is recorded and logged.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private static readonly Credential Shop = new("shop", "read", "write");

    private SchedulerHost _scheduler = null!;

    private ReminderScheduler.ReminderSchedulerClient Client => _scheduler.Client;

    [Fact]
    public async Task EachChange_OfACaller_IsRecordedOnce()
    {
        var created = (await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), "Secret text"), Shop)).Reminder;
        var stated = created.Clone();
        stated.Notification.Text = "Another secret";
        stated.Schedule = new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.FromHours(2)) };
        var updated = await Client.UpdateAsync(new UpdateRequest { Reminder = stated }, Shop);
        await Client.PauseAsync(new PauseRequest { Id = created.Id }, Shop);
        await Client.PauseAsync(new PauseRequest { Id = created.Id }, Shop);
        await Client.ResumeAsync(new ResumeRequest { Id = created.Id }, Shop);
        await Client.CancelMatchingAsync(new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = created.Recipient } }, Shop);
        await Client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = created.Recipient }, Shop);

        var entries = (await Client.ListAuditAsync(new ListAuditRequest(), Shop)).Entries;

        Assert.Equal(
            [AuditAction.ForgetRecipient, AuditAction.Cancel, AuditAction.Resume, AuditAction.Pause, AuditAction.Update, AuditAction.Create],
            entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal((created.Id, "shop", "shop", "127.0.0.1"), (entry.ReminderId, entry.Owner, entry.Actor, entry.Address)));
        var update = entries[4];
        Assert.Equal(["schedule", "notification"], update.ChangedFields);
        Assert.Equal((created.NextDue, created.Revision), (update.Before.NextDue, update.Before.Revision));
        Assert.Equal((updated.NextDue, updated.Revision), (update.After.NextDue, update.After.Revision));
        Assert.DoesNotContain("secret", entries.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task EachChange_OfACaller_IsLoggedWithoutItsText()
    {
        var created = (await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), "Secret text"), Shop)).Reminder;
        await Client.CancelAsync(new CancelRequest { Id = created.Id }, Shop);
        await Client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = created.Recipient }, Shop);

        var lines = _scheduler.Errors.Lines.Where(line => line.StartsWith("Information Nudge.Audit", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            [
                $"Information Nudge.Audit: Create of reminder {created.Id} of shop by shop from 127.0.0.1: now Scheduled, revision 1  ",
                $"Information Nudge.Audit: Cancel of reminder {created.Id} of shop by shop from 127.0.0.1: now Cancelled, revision 2  ",
                "Information Nudge.Audit: ForgetRecipient of 1 reminders of shop by shop from 127.0.0.1 ",
            ],
            lines);
    }

    [Fact]
    public async Task ListAudit_InPages_HasEachEntryOnce()
    {
        for (var i = 0; i < 5; i++)
            await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), Shop);
        var filter = new AuditFilter { Actor = "shop", Actions = { AuditAction.Create } };

        var ids = new List<string>();
        var request = new ListAuditRequest { Filter = filter, PageSize = 2 };
        do
        {
            var page = await Client.ListAuditAsync(request, Shop);
            ids.AddRange(page.Entries.Select(entry => entry.ReminderId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal((await Client.ListAsync(new ListRequest(), Shop)).Reminders.Select(reminder => reminder.Id).Reverse(), ids);
    }

    [Fact]
    public async Task ListAudit_WithATokenOfList_IsRefused()
    {
        for (var i = 0; i < 2; i++)
            await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), Shop);
        var token = (await Client.ListAsync(new ListRequest { PageSize = 1 }, Shop)).NextPageToken;

        var refusal = await Refusal.OfAsync(Client.ListAuditAsync(new ListAuditRequest { PageToken = token }, Shop));

        Assert.Equal("page_token", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task ListAudit_WithInvalidFields_NamesThem()
    {
        var refusal = await Refusal.OfAsync(Client.ListAuditAsync(
            new ListAuditRequest
            {
                PageSize = 1_001,
                PageToken = "x",
                Filter = new AuditFilter { ReminderId = "x", Actor = new string('x', 257), Owner = "other", Actions = { (AuditAction)99 }, From = new Timestamp { Nanos = -1 } },
            },
            Shop));

        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal(["page_size", "page_token", "filter.reminder_id", "filter.actor", "filter.owner", "filter.actions", "filter.from"], refusal.Fields);
    }

    public async ValueTask InitializeAsync()
    {
        var settings = Shop.Settings.ToDictionary();
        settings["Audit:Creations"] = "true";
        _scheduler = await SchedulerHost.StartAsync(settings: settings);
    }

    public ValueTask DisposeAsync() => _scheduler.DisposeAsync();
}
