using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>A callback whose answers a test decides. <see cref="NextAsync"/> returns the deliveries in the order of arrival.</summary>
internal sealed class FakeBot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly ErrorLog _errors = new();
    private WebApplication? _app;

    /// <summary>Gets or sets the function that answers a delivery. Null as the result leaves the delivery unanswered.</summary>
    public Func<Delivery, DeliveryResult?> Answer { get; set; } = Delivered;

    /// <summary>Gets or sets the function that delays an answer while other answers are given. Default: no delay.</summary>
    public Func<Delivery, Task> Ready { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<Received> All { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    public static DeliveryResult Delivered(Delivery delivery) => new() { Id = delivery.Id, Delivered = new() { MessageId = $"m-{delivery.Id.ReminderId}" } };

    public static async Task<FakeBot> StartAsync()
    {
        var bot = new FakeBot();
        await bot.RestartAsync(port: 0);
        return bot;
    }

    /// <summary>Returns a bot that has an address and is not running.</summary>
    public static async Task<FakeBot> StoppedAsync()
    {
        var bot = await StartAsync();
        await bot.KillAsync();
        return bot;
    }

    /// <summary>Starts the bot again at the same address.</summary>
    public Task RestartAsync() => RestartAsync(Address.Port);

    /// <summary>Ends every stream at once, without answers.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public async Task<Received> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await KillAsync();
        _errors.Verify();
    }

    private async Task RestartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().AddProvider(_errors);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Service>();
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>A delivery and the time at which it arrived. Its lateness is measured with the test's own clock.</summary>
    internal sealed record Received(Delivery Delivery, DateTimeOffset At)
    {
        public TimeSpan Lateness => At - Delivery.Due.ToDateTimeOffset();
    }

    private sealed class Service(FakeBot bot) : ReminderCallback.ReminderCallbackBase
    {
        public override async Task Deliver(IAsyncStreamReader<Delivery> requestStream, IServerStreamWriter<DeliveryResult> responseStream, ServerCallContext context)
        {
            using var writing = new SemaphoreSlim(1);
            var waiting = new List<Task>();
            try
            {
                await foreach (var delivery in requestStream.ReadAllAsync(context.CancellationToken))
                {
                    var received = new Received(delivery, TimeProvider.System.GetUtcNow());
                    bot.All.Enqueue(received);
                    bot._received.Writer.TryWrite(received);

                    var ready = bot.Ready(delivery);
                    var answered = AnswerAsync(delivery, ready, responseStream, writing, context.CancellationToken);
                    if (ready.IsCompleted)
                        await answered;
                    else
                        waiting.Add(answered);
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException)
            {
                // The test ended the stream.
            }

            await Task.WhenAll(waiting);
        }

        private async Task AnswerAsync(
            Delivery delivery, Task ready, IServerStreamWriter<DeliveryResult> responseStream, SemaphoreSlim writing, CancellationToken cancellationToken)
        {
            try
            {
                await ready.WaitAsync(cancellationToken);
                await writing.WaitAsync(cancellationToken);
                try
                {
                    if (bot.Answer(delivery) is { } result)
                        await responseStream.WriteAsync(result, cancellationToken);
                }
                finally
                {
                    writing.Release();
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or InvalidOperationException)
            {
                // The stream has ended, or the process at its other end has died.
            }
        }
    }
}
