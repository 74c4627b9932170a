using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.BotService.Tests.TeamsEmulator;

/// <summary>Tests that the emulator behaves as Teams' documentation says.</summary>
public sealed class EmulatorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly Emulator _emulator;
    private HttpClient? _client;

    public EmulatorTests() => _emulator = new Emulator(["--urls", "http://127.0.0.1:0"], _clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _emulator.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_emulator.ServiceUrl, "v3/conversations/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Send_InOneConversation_IsLimitedInEveryWindow()
    {
        var conversation = Add("tenant");
        // Seven at once, an eighth after one second, seven more after two. Over 30 seconds, the limit is 60.
        Assert.Equal(7, await AcceptedAsync(conversation, 10));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await AcceptedAsync(conversation, 10));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(7, await AcceptedAsync(conversation, 10));
        var accepted = 15;
        for (var second = 3; second < 30; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            accepted += await AcceptedAsync(conversation, 10);
        }

        Assert.Equal(60, accepted);
    }

    [Fact]
    public async Task Send_InOneTenant_IsLimitedToFiftyASecond()
    {
        var conversations = Enumerable.Range(0, 60).Select(_ => Add("tenant")).ToList();
        var statuses = new List<HttpStatusCode>();
        foreach (var conversation in conversations)
            statuses.Add((await SendAsync(conversation)).StatusCode);

        Assert.All(statuses.Take(50), status => Assert.Equal(HttpStatusCode.Created, status));
        Assert.All(statuses.Skip(50), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(Add("another"))).StatusCode);
        Assert.Equal((51, 61, 10), (_emulator.Messages.Messages.Count, _emulator.Messages.Calls, _emulator.Messages.Throttled));
    }

    [Fact]
    public async Task Send_Throttled_GetsARetryAfterAndDoesNotCount()
    {
        var conversation = Add("tenant");
        await AcceptedAsync(conversation, 7);

        using var refused = await SendAsync(conversation);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, await AcceptedAsync(conversation, 5));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await AcceptedAsync(conversation, 5));
    }

    [Fact]
    public async Task Send_ScriptedFaults_HappenOnceEachInOrder()
    {
        var conversation = Add("tenant");
        conversation.Script(
        [
            new Fault(FaultKind.Answer, 403, "blocked"), new Fault(FaultKind.Answer, 500, Accepts: true), new Fault(FaultKind.Answer, 429, RetryAfter: 7), new Fault(FaultKind.Cut),
        ]);

        using var blocked = await SendAsync(conversation);
        Assert.Equal((HttpStatusCode.Forbidden, "blocked"), (blocked.StatusCode, await blocked.Content.ReadAsStringAsync(Stop)));
        Assert.Empty(_emulator.Messages.Messages);
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync(conversation)).StatusCode);
        Assert.Single(_emulator.Messages.Messages);
        Assert.Equal(TimeSpan.FromSeconds(7), (await SendAsync(conversation)).Headers.RetryAfter!.Delta);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(conversation));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(conversation)).StatusCode);
        Assert.Equal(2, _emulator.Messages.Messages.Count);
    }

    [Fact]
    public async Task Send_HangFault_GetsNoAnswer()
    {
        var conversation = Add("tenant");
        conversation.Script([new Fault(FaultKind.Hang)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client!.PostAsJsonAsync(PathOf(conversation), Message("hello"), patience.Token));
    }

    [Fact]
    public async Task Send_UnknownConversationOrInvalidMessage_IsRefused()
    {
        var conversation = Add("tenant");

        Assert.Equal(HttpStatusCode.NotFound, (await _client!.PostAsJsonAsync("nowhere/activities", Message("hello"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client!.PostAsJsonAsync(PathOf(conversation), new { type = "message" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _client!.PostAsJsonAsync(PathOf(conversation), Message(new string('m', 60_000)), Stop)).StatusCode);
        Assert.Empty(_emulator.Messages.Messages);
    }

    [Fact]
    public async Task Create_PersonalConversationTwice_ReturnsTheSame()
    {
        var person = _emulator.Population.AddPerson("tenant");

        var first = await CreateAsync("tenant", person.UserId);
        var second = await CreateAsync("tenant", person.UserId);

        Assert.Equal(first, second);
        Assert.NotNull(_emulator.Population.Find(first!));
        Assert.Null(await CreateAsync("tenant", "29:unknown"));
        Assert.Null(await CreateAsync("another", person.UserId));
    }

    private Conversation Add(string tenant) => _emulator.Population.Open(tenant, _emulator.Population.AddPerson(tenant));

    private async Task<int> AcceptedAsync(Conversation conversation, int count)
    {
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            using var answer = await SendAsync(conversation);
            accepted += answer.StatusCode == HttpStatusCode.Created ? 1 : 0;
        }

        return accepted;
    }

    private Task<HttpResponseMessage> SendAsync(Conversation conversation) => _client!.PostAsJsonAsync(PathOf(conversation), Message("hello"), Stop);

    private async Task<string?> CreateAsync(string tenant, string userId)
    {
        using var answer = await _client!.PostAsJsonAsync("", new { isGroup = false, tenantId = tenant, members = new[] { new { id = userId } } }, Stop);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Created>(Stop))!.Id : null;
    }

    private static string PathOf(Conversation conversation) => $"{Uri.EscapeDataString(conversation.Id)}/activities";

    // The Teams SDK sends no "from", and Teams does not require it.
    private static object Message(string text) => new { type = "message", text };

    private sealed record Created(string Id);
}
