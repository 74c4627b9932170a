using System.Net;
using System.Net.Http.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nudge.Tests;
using Nudge.V1;
using StackExchange.Redis;
using IServer = Microsoft.AspNetCore.Hosting.Server.IServer;

namespace Nudge.BotService.Tests.Harness;

/// <summary>The bot as Program.cs composes it, on free ports, with a fake Teams, a fake scheduler, and a real Redis that is empty.</summary>
public sealed class BotHost(LocalRedisProcess redisProcess, Action<IServiceCollection>? configure = null) : IAsyncLifetime
{
    private readonly WebApplicationFactory<Program> _factory = new();
    private WebApplicationFactory<Program>? _bot;
    private GrpcChannel? _callback;
    private ConnectionMultiplexer? _redis;

    public FakeTeams Teams { get; } = new();

    public FakeScheduler Scheduler { get; } = new();

    public ErrorLog Errors { get; } = new();

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Gets the client of the endpoint for Teams, people and probes.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Gets the channel to the endpoint for the scheduler.</summary>
    public GrpcChannel Callback => _callback!;

    public IServiceProvider Services => _bot!.Services;

    public string RedisConnectionString => redisProcess.ConnectionString;

    public IDatabase Redis => _redis!.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        await Teams.InitializeAsync();
        await Scheduler.InitializeAsync();
        _redis = await ConnectionMultiplexer.ConnectAsync(redisProcess.ConnectionString);
        await _redis.GetServers()[0].FlushAllDatabasesAsync();

        _bot = _factory.WithWebHostBuilder(Configure);
        _bot.UseKestrel();
        _bot.StartServer();

        // Kestrel orders its endpoints by name: callback, http.
        var addresses = _bot.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        _callback = GrpcChannel.ForAddress(addresses[0]);
        Http = new HttpClient { BaseAddress = new Uri(addresses[1]) };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        _callback?.Dispose();
        if (_bot is not null)
            await _bot.DisposeAsync();

        await _factory.DisposeAsync();
        await Teams.DisposeAsync();
        await Scheduler.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();

        Errors.Verify();
    }

    public Task<HttpResponseMessage> PostAsync(object activity) => Http.PostAsJsonAsync("/api/messages", activity, TestContext.Current.CancellationToken);

    /// <summary>Posts an activity, and asserts that the bot accepts it.</summary>
    public async Task TakeAsync(object activity)
    {
        using var response = await PostAsync(activity);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Delivers all deliveries over one stream, as the scheduler does.</summary>
    /// <returns>The answers, in the order of their arrival.</returns>
    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params IEnumerable<Delivery> deliveries)
    {
        var stop = TestContext.Current.CancellationToken;
        using var stream = new ReminderCallback.ReminderCallbackClient(_callback).Deliver(cancellationToken: stop);
        foreach (var delivery in deliveries)
            await stream.RequestStream.WriteAsync(delivery, stop);

        await stream.RequestStream.CompleteAsync();
        var results = new List<DeliveryResult>();
        while (await stream.ResponseStream.MoveNext(stop))
            results.Add(stream.ResponseStream.Current);

        return results;
    }

    public async Task<DeliveryResult> DeliverAsync(Delivery delivery) => Assert.Single(await DeliverAsync([delivery]));

    public void BeginStop() => Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    private void Configure(IWebHostBuilder web) => web
        .UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0")
        .UseSetting("Kestrel:Endpoints:callback:Url", "http://127.0.0.1:0")
        .UseSetting("ConnectionStrings:redis", redisProcess.ConnectionString)
        .UseSetting("services:scheduler:grpc:0", Scheduler.Address)
        .ConfigureLogging(logging => logging.ClearProviders().AddProvider(Errors))
        .ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            configure?.Invoke(services);
        });
}
