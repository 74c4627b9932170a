using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Calls a method for the reminder with an id, with a credential.</summary>
public delegate Task AccessCall(ReminderScheduler.ReminderSchedulerClient client, string id, Metadata credential);

/// <summary>A valid call of each method, by name.</summary>
public static class AccessCalls
{
    public static readonly IReadOnlyDictionary<string, AccessCall> Of = new Dictionary<string, AccessCall>
    {
        ["Create"] = async (client, _, key) => await client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), key),
        ["CreateStream"] = async (client, _, key) =>
        {
            using var stream = client.CreateStream(key);
            await stream.RequestStream.CompleteAsync();
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
                Assert.Fail("an empty stream was answered");
        },
        ["Get"] = async (client, id, key) => await client.GetAsync(new GetRequest { Id = id }, key),
        ["List"] = async (client, _, key) => await client.ListAsync(new ListRequest(), key),
        ["Update"] = async (client, id, key) => await client.UpdateAsync(new UpdateRequest { Reminder = Requests.In(TimeSpan.FromHours(2)).With(reminder => (reminder.Id, reminder.Revision) = (id, 1)).Reminder }, key),
        ["Cancel"] = async (client, id, key) => await client.CancelAsync(new CancelRequest { Id = id }, key),
        ["CancelMatching"] = async (client, _, key) => await client.CancelMatchingAsync(new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = "absent" } } }, key),
        ["Pause"] = async (client, id, key) => await client.PauseAsync(new PauseRequest { Id = id }, key),
        ["Resume"] = async (client, id, key) => await client.ResumeAsync(new ResumeRequest { Id = id }, key),
        ["DeliverNow"] = async (client, id, key) => await client.DeliverNowAsync(new DeliverNowRequest { Id = id }, key),
        ["Retry"] = async (client, id, key) => await client.RetryAsync(new RetryRequest { Id = id }, key),
        ["ResumeRecipient"] = async (client, _, key) => await client.ResumeRecipientAsync(new ResumeRecipientRequest { Recipient = new Recipient { UserId = "absent" } }, key),
        ["ForgetRecipient"] = async (client, _, key) => await client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = new Recipient { UserId = "absent" } }, key),
        ["Watch"] = async (client, _, key) =>
        {
            // An allowed watch stays open. The deadline ends it.
            using var watch = client.Watch(new WatchRequest(), key, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
            await watch.ResponseStream.MoveNext(CancellationToken.None);
        },
        ["PreviewSchedule"] = async (client, _, key) => await client.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = Requests.In(TimeSpan.FromHours(1)).Reminder.Schedule, Count = 1 }, key),
        ["ListAudit"] = async (client, _, key) => await client.ListAuditAsync(new ListAuditRequest(), key),
        ["ListLanes"] = async (client, _, key) => await client.ListLanesAsync(new ListLanesRequest(), key),
    };

    public static TheoryData<string> Methods => [.. Of.Keys];

    /// <summary>Gets the methods that name a reminder.</summary>
    public static TheoryData<string> MethodsOfOne => ["Get", "Update", "Cancel", "Pause", "Resume", "DeliverNow", "Retry"];
}
