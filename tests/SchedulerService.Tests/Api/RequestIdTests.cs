using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class RequestIdTests
{
    [Fact]
    public async Task Create_Repeated_ReturnsTheSameReminder()
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var first = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));
        var second = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));

        Assert.Equal(first.Reminder, second.Reminder);
        Assert.Equal((false, true), (first.AlreadyExisted, second.AlreadyExisted));
        Assert.Single(await scheduler.EverythingAsync());
    }

    [Fact]
    public async Task Create_RepeatedAfterDelivery_ReturnsTheDeliveredReminderAndDeliversNothing()
    {
        await using var bot = await FakeBot.StartAsync();
        await using var scheduler = await SchedulerHost.StartAsync(bot);
        // The instant lies too far in the past when the request is repeated. The request id is checked before the instant.
        var request = Requests.At(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(59)).WithId("r1");

        var first = await scheduler.Client.CreateAsync(request);
        await scheduler.AwaitAsync(first.Reminder.Id, ReminderState.Delivered);
        await Nudge.Tests.Eventually.HoldsAsync("minute passed since", () => Task.FromResult(
            TimeProvider.System.GetUtcNow() - request.Reminder.Schedule.At.ToDateTimeOffset() > TimeSpan.FromSeconds(60)));
        var second = await scheduler.Client.CreateAsync(request);

        Assert.Equal((first.Reminder.Id, ReminderState.Delivered, true), (second.Reminder.Id, second.Reminder.State, second.AlreadyExisted));
        Assert.Single(bot.All);
    }

    [Fact]
    public async Task Create_UsedRequestIdWithOtherContent_IsRefusedAndStoresNothing()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var first = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));

        var refusal = await Refusal.OfAsync(scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(2)).WithId("r1")));

        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (refusal.Code, refusal.Reason));
        Assert.Equal(first.Reminder.Id, refusal.Metadata["reminder_id"]);
        Assert.Equal(first.Reminder, Assert.Single(await scheduler.EverythingAsync()));
    }

    [Fact]
    public async Task Create_RepeatedWithMapsInAnotherOrder_IsTheSameRequest()
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var first = await scheduler.Client.CreateAsync(WithMaps("a", "b").WithId("r1"));
        var second = await scheduler.Client.CreateAsync(WithMaps("b", "a").WithId("r1"));

        Assert.Equal(first.Reminder.Id, second.Reminder.Id);

        static CreateRequest WithMaps(params string[] keys) => Requests.In(TimeSpan.FromHours(1)).With(reminder =>
        {
            reminder.Notification.Data = new Struct { Fields = { ["nested"] = Value.ForStruct(new Struct()) } };
            foreach (var key in keys)
            {
                reminder.Labels.Add(key, "x");
                reminder.Notification.Data.Fields["nested"].StructValue.Fields.Add(key, Value.ForNumber(1));
            }
        });
    }

    [Fact]
    public async Task Create_RepeatedConcurrently_RegistersOneReminder()
    {
        await using var scheduler = await SchedulerHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1")).ResponseAsync));

        Assert.Single(answers.Select(answer => answer.Reminder.Id).Distinct());
        Assert.Single(answers, answer => !answer.AlreadyExisted);
        Assert.Single(await scheduler.EverythingAsync());
    }

    [Fact]
    public async Task Create_RepeatedAfterARestart_ReturnsTheSameReminder()
    {
        using var folder = new TemporaryFolder();
        CreateResponse first;
        await using (var scheduler = await SchedulerHost.StartAsync(folder: folder))
            first = await scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));

        await using var restarted = await SchedulerHost.StartAsync(folder: folder);
        var second = await restarted.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)).WithId("r1"));

        Assert.Equal(first.Reminder, second.Reminder);
    }
}
