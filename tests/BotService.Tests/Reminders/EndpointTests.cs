using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Nudge.V1;

namespace Nudge.BotService.Tests.Reminders;

public sealed class EndpointTests(LocalRedisProcess redis) : BotTest(redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Get_Probe_IsAnsweredWithoutAScheduler(string path)
    {
        await Bot.Scheduler.DisposeAsync();

        using var response = await Bot.Http.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Callback_GrpcHealth_IsServed()
    {
        var health = new Health.HealthClient(Bot.Callback);

        // The bot publishes its health a moment after the start.
        await Nudge.Tests.Eventually.HoldsAsync("gRPC health that serves", async () =>
            (await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Stop)).Status == HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/messages")]
    [InlineData("/remind-me")]
    public async Task Callback_OtherThanGrpc_IsNotFound(string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(path == "/health" ? HttpMethod.Get : HttpMethod.Post, $"http://{Bot.Callback.Target}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Http_Grpc_IsNotFound()
    {
        using var response = await Bot.Http.PostAsync("/nudge.v1.ReminderCallback/Deliver", content: null, Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Stop_DeliveryUnderWay_IsAnsweredBeforeTheStreamEnds()
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        var held = Bot.Teams.HoldNext();
        using var stream = new ReminderCallback.ReminderCallbackClient(Bot.Callback).Deliver(cancellationToken: Stop);
        await stream.RequestStream.WriteAsync(Deliveries.Text("Stretch!", Chat.User), Stop);
        await held.Entered.Task;

        Bot.BeginStop();
        held.Open.SetResult();

        Assert.True(await stream.ResponseStream.MoveNext(Stop));
        Assert.Equal(DeliveryResult.OutcomeOneofCase.Delivered, stream.ResponseStream.Current.OutcomeCase);
        Assert.False(await stream.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.OK, stream.GetStatus().StatusCode);
    }
}
