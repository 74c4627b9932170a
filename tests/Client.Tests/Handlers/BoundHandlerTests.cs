using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Nudge.V1;

namespace Nudge.Client.Tests.Handlers;

public sealed class BoundHandlerTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddScoped<Outbox>().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Call_UserId_GetsTheRecipient()
    {
        string? seen = null;

        var outcome = await CallAsync((string userId) =>
        {
            seen = userId;
            return Task.CompletedTask;
        });

        Assert.Equal("ada", seen);
        Assert.Equal(new DeliveryOutcome.Delivered(), outcome);
    }

    [Fact]
    public async Task Call_EverySource_GetsItsValue()
    {
        object?[] seen = [];

        await CallAsync((string text, string conversationId, string tenantId, Recipient recipient, Delivery delivery, Outbox outbox, CancellationToken timeout) =>
        {
            seen = [text, conversationId, tenantId, recipient.UserId, delivery.Id.ReminderId, outbox.GetType(), timeout.CanBeCanceled];
        });

        Assert.Equal(["Stretch!", "chat", "contoso", "ada", "r1", typeof(Outbox), true], seen);
    }

    [Fact]
    public async Task Call_DataObject_IsReadFromTheReminder()
    {
        Order? seen = null;

        await CallAsync((Order order) => { seen = order; });

        Assert.Equal(new Order("A-7", 3), seen);
    }

    [Fact]
    public async Task Call_Exception_IsThrownAsItIs()
    {
        var failure = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => CallAsync(void (string userId) => throw new InvalidTimeZoneException(userId)));

        Assert.Equal("ada", failure.Message);
    }

    [Fact]
    public async Task Call_ReturnedOutcome_IsTheOutcome()
    {
        var rejected = new DeliveryOutcome.Rejected("no");

        Assert.Equal(rejected, await CallAsync(() => rejected));
        Assert.Equal(rejected, await CallAsync(() => Task.FromResult<DeliveryOutcome>(rejected)));
        Assert.Equal(rejected, await CallAsync(() => ValueTask.FromResult<DeliveryOutcome>(rejected)));
        Assert.Equal(new DeliveryOutcome.Delivered(), await CallAsync(() => ValueTask.CompletedTask));
    }

    [Fact]
    public void Bind_StringOfAnotherName_NamesTheParameter() =>
        AssertUnbindable((string usr) => Task.CompletedTask, "the parameter usr of the reminder handler test is a string of another name than userId");

    [Fact]
    public void Bind_UnregisteredService_NamesTheParameter() =>
        AssertUnbindable((IDisposable database) => Task.CompletedTask, "the parameter database of the reminder handler test has the type IDisposable, which is neither a registered service nor");

    [Fact]
    public void Bind_TwoDataObjects_NamesTheSecond() =>
        AssertUnbindable((Order first, Order second) => Task.CompletedTask, "the parameter second of the reminder handler test is the second object");

    [Fact]
    public void Bind_AnotherReturnType_NamesTheType() =>
        AssertUnbindable((string userId) => 5, "the reminder handler test returns Int32");

    private void AssertUnbindable(Delegate handler, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(() => Bind(handler)).Message, StringComparison.Ordinal);

    private async Task<DeliveryOutcome> CallAsync(Delegate handler)
    {
        using var timeout = new CancellationTokenSource();
        var delivery = new Delivery
        {
            Id = new DeliveryId { ReminderId = "r1" },
            Recipient = new Recipient { UserId = "ada", ConversationId = "chat", TenantId = "contoso" },
            Notification = new Notification { Text = "Stretch!", Data = JsonParser.Default.Parse<Struct>("""{"number":"A-7","items":3}""") },
        };
        return await Bind(handler).CallAsync(delivery, new DeliveryReceipt(new MemoryReceiptStore(TimeProvider.System), "r1", "me", attempt: 1, TimeProvider.System), timeout.Token);
    }

    private BoundHandler Bind(Delegate handler) => new(
        "test", handler, new ReminderHandlers().Json, _services.GetRequiredService<IServiceScopeFactory>(), _services.GetRequiredService<IServiceProviderIsService>());

    private sealed class Outbox;

    private sealed record Order(string Number, int Items);
}
