using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Nudge.V1;

using var channel = GrpcChannel.ForAddress(args.FirstOrDefault() ?? "http://localhost:5081");
var scheduler = new ReminderScheduler.ReminderSchedulerClient(channel);
var reminder = new Reminder
{
    Recipient = new Recipient { UserId = "ada" },
    Schedule = new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) },
    Notification = new Notification { Handler = "Notifications.OrderShipped", Data = Struct.Parser.ParseJson("""{ "number": "A-7" }""") },
};

// The watch sees changes from its start on, so it starts before the reminder exists.
using var watch = scheduler.Watch(new WatchRequest { Filter = new ReminderFilter { Recipient = reminder.Recipient } });
await watch.ResponseHeadersAsync;
var id = (await scheduler.CreateAsync(new CreateRequest { Reminder = reminder, RequestId = Guid.NewGuid().ToString() })).Reminder.Id;
await foreach (var change in watch.ResponseStream.ReadAllAsync())
{
    if (change.Reminder.Id != id)
        continue;
    Console.WriteLine($"{change.Reminder.State} {change.Reminder.LastError}".TrimEnd());
    if (change.Reminder.SettleTime is not null)
        break;
}
