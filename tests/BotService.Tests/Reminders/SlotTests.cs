using Microsoft.Extensions.DependencyInjection;
using Nudge.Client;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Reminders;

/// <summary>Tests of a bot that makes few deliveries at a time.</summary>
public sealed class SlotTests(LocalRedisProcess redis) : IAsyncLifetime
{
    private const int Slots = 4;

    private readonly BotHost _bot = new(redis, services => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Deliverer>(provider, Slots)));

    public ValueTask InitializeAsync() => _bot.InitializeAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Deliver_EverySlotTaken_IsRetryLaterAtOnce()
    {
        var chats = Enumerable.Range(0, Slots + 1).Select(number => new Chat(_bot.Teams, "personal", number)).ToList();
        foreach (var chat in chats)
            await _bot.TakeAsync(chat.Activity("typing", "typing", []));
        var held = Enumerable.Range(0, Slots).Select(_ => _bot.Teams.HoldNext()).ToList();
        var hanging = _bot.DeliverAsync(chats.Skip(1).Select(chat => Deliveries.Text("Stretch!", chat.User)));
        await Task.WhenAll(held.Select(gate => gate.Entered.Task)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        var result = await _bot.DeliverAsync(Deliveries.Text("one too many", chats[0].User));

        Assert.Equal(Outcome.RetryLater, result.OutcomeCase);
        Assert.DoesNotContain(chats[0].Messages, message => message.Text == "one too many");
        held.ForEach(gate => gate.Open.SetResult());
        Assert.All(await hanging, answered => Assert.Equal(Outcome.Delivered, answered.OutcomeCase));
    }
}
