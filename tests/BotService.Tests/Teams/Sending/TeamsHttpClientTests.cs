using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.Teams;
using Nudge.Client;

namespace Nudge.BotService.Tests.Teams.Sending;

/// <summary>Tests of the HTTP client for Teams as the SDK uses it: with a token handler inside.</summary>
public sealed class TeamsHttpClientTests : IAsyncLifetime
{
    private readonly WebApplication _teams;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private int _requests;

    public TeamsHttpClientTests()
    {
        // The bot's own appsettings.json must not apply here.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _teams = builder.Build();
        _teams.Run(context =>
        {
            _requests++;
            return _answer(context);
        });
    }

    public static TheoryData<Exception> TokenFailures => [new InvalidOperationException("wrong secret"), new HttpRequestException("no connection"), new TaskCanceledException("cut")];

    public async ValueTask InitializeAsync() => await _teams.StartAsync();

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    [Theory]
    [MemberData(nameof(TokenFailures), DisableDiscoveryEnumeration = true)]
    public async Task Send_TokenRequestFails_IsRetryLaterAndNothingIsSent(Exception failure)
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => PostAsync(failure));

        Assert.IsType<DeliveryOutcome.RetryLater>(SendFailures.Classify(thrown));
        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task Send_ConnectionBreaksAfterTheRequestLeft_IsAmbiguous()
    {
        _answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => PostAsync());

        Assert.IsType<DeliveryOutcome.Ambiguous>(SendFailures.Classify(thrown));
    }

    [Theory]
    [InlineData("""{"id":"1:2"}""", "1:2")]
    [InlineData("""{"id":5}""", "")]
    [InlineData("null", "")]
    [InlineData("created", "")]
    [InlineData("", "")]
    public async Task Send_AnyBodyOfA201_IsReadable(string body, string id)
    {
        _answer = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            await context.Response.WriteAsync(body);
        };

        using var response = await PostAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(id, (await response.Content.ReadFromJsonAsync<Answer>(TestContext.Current.CancellationToken))!.Id);
    }

    [Fact]
    public async Task Send_Answered500WithRetriesByDefault_IsSentOnce()
    {
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };

        using var response = await PostAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(1, _requests);
    }

    private async Task<HttpResponseMessage> PostAsync(Exception? tokenFailure = null)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System);
        services.AddTeamsHttpClient();
        services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        services.AddHttpClient(TeamsHttpClient.Name).AddHttpMessageHandler(() => new TokenHandler(tokenFailure));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient(TeamsHttpClient.Name);
        return await client.PostAsJsonAsync(new Uri(new Uri(_teams.Urls.Single()), "v3/conversations/c/activities"), new { text = "Stretch!" }, TestContext.Current.CancellationToken);
    }

    private sealed record Answer(string Id);

    private sealed class TokenHandler(Exception? failure) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            failure is null ? base.SendAsync(request, cancellationToken) : throw failure;
    }
}
