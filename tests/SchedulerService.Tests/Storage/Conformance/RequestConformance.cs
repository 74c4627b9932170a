using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests request ids as idempotency keys.</summary>
public abstract class RequestConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Create_RequestUsedBefore_ReturnsTheFirstReminder()
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request());

        var repeated = Assert.IsType<Creation.Repeated>(await Store.CreateAsync(Sample.Reminder(), Sample.Request()));

        Assert.Equal(new Creation.Repeated(first.Id, SameContent: true, first), repeated);
        Assert.Equal([first.Id], await IdsAsync());
    }

    [Fact]
    public async Task Create_RequestUsedWithOtherContent_ReportsTheDifference()
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request(content: 1));

        var repeated = Assert.IsType<Creation.Repeated>(await Store.CreateAsync(Sample.Reminder(), Sample.Request(content: 2)));

        Assert.False(repeated.SameContent);
        Assert.Equal(first.Id, repeated.Id);
        Assert.Equal([first.Id], await IdsAsync());
    }

    [Fact]
    public async Task Create_SameRequestIdOfAnotherOwner_CreatesAReminder()
    {
        await KeepAsync(Sample.Reminder(), Sample.Request());

        Assert.IsType<Creation.Created>(await Store.CreateAsync(Sample.Reminder() with { Owner = "other" }, Sample.Request(owner: "other")));
    }

    [Theory]
    [InlineData("request ünïcödé 👋")]
    [InlineData("it's \"quoted\"")]
    public async Task Create_AnyRequestId_IsRecognised(string id)
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request(id));

        Assert.Equal(first.Id, Assert.IsType<Creation.Repeated>(await Store.CreateAsync(Sample.Reminder(), Sample.Request(id))).Id);
        Assert.IsType<Creation.Created>(await Store.CreateAsync(Sample.Reminder(), Sample.Request(id + " ")));
    }

    [Fact]
    public async Task Create_OneRequestConcurrently_CreatesOneReminder()
    {
        var reminders = Sample.Many(50);

        var creations = await Task.WhenAll(reminders.Select(reminder => Store.CreateAsync(reminder, Sample.Request())));

        var created = Assert.Single(creations.OfType<Creation.Created>());
        var repeated = creations.OfType<Creation.Repeated>().ToList();
        Assert.Equal(49, repeated.Count);
        Assert.All(repeated, creation => Assert.Equal((created.Reminder.Id, true), (creation.Id, creation.SameContent)));
        Assert.Equal([created.Reminder.Id], await IdsAsync());
    }

    [Fact]
    public async Task Create_ManyRequestsInAnyOrder_CreatesOneReminderEach()
    {
        var keys = Enumerable.Range(0, 40).Select(i => Sample.Request($"request-{i:D2}")).ToList();
        var calls = keys.Concat(Enumerable.Reverse(keys)).Concat(keys).Select(key => Store.CreateAsync(Sample.Reminder(), key)).ToList();

        var creations = await Task.WhenAll(calls);

        Assert.Equal(40, creations.OfType<Creation.Created>().Count());
        Assert.Equal(40, (await IdsAsync()).Count);
    }

    [Fact]
    public async Task Create_RequestOfASettledReminder_ReturnsThatReminder()
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request());
        await Store.CancelAsync(first.Id);

        var repeated = Assert.IsType<Creation.Repeated>(await Store.CreateAsync(Sample.Reminder(), Sample.Request()));

        Assert.Equal(ReminderState.Cancelled, repeated.Reminder!.State);
    }

    [Fact]
    public async Task Create_RequestOfAnErasedUser_CreatesAReminder()
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request());
        await Store.ForgetRecipientAsync(new Recipient { UserId = "user-1" }, 10);

        var second = Sample.Reminder();
        Assert.IsType<Creation.Created>(await Store.CreateAsync(second, Sample.Request()));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([second.Id], await IdsAsync());
    }

    [Fact]
    public async Task Create_Fails_LeavesItsRequestUnused()
    {
        var first = await KeepAsync(Sample.Reminder());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.CreateAsync(Sample.Reminder() with { Id = first.Id }, Sample.Request()));

        Assert.Null(await Store.FindRequestAsync(Sample.Request(), CancellationToken.None));
        Assert.IsType<Creation.Created>(await Store.CreateAsync(Sample.Reminder(), Sample.Request()));
    }

    [Fact]
    public async Task FindRequest_NeverUsed_ReturnsNull() =>
        Assert.Null(await Store.FindRequestAsync(Sample.Request(), CancellationToken.None));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task FindRequest_UsedBefore_ReturnsItsReminder(byte content, bool sameContent)
    {
        var first = await KeepAsync(Sample.Reminder(), Sample.Request());

        Assert.Equal(
            new Creation.Repeated(first.Id, sameContent, first),
            await Store.FindRequestAsync(Sample.Request(content: content), CancellationToken.None));
    }
}
