using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Nudge.EndToEnd.Teams;

/// <summary>Drives the Playground as a person does: clicks, types, and reads the chat.</summary>
internal sealed class Playground : IAsyncDisposable
{
    /// <summary>The person's AAD object id. This id and the ones below are from playground.yml.</summary>
    public const string UserId = "00000000-0000-4000-8000-000000000020";

    private const string User = "user-id-0";
    private const string Chat = "personal-chat-1";

    private readonly HttpClient _http;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly List<PlaygroundMessage> _messages = [];
    private TaskCompletionSource _changed = NewSignal();
    private Task _reading = Task.CompletedTask;

    private Playground(Uri address) => _http = new HttpClient { BaseAddress = address };

    /// <summary>Gets the number of messages in the chat so far. Messages from this index on are new.</summary>
    public int Mark
    {
        get
        {
            lock (_lock)
                return _messages.Count;
        }
    }

    public static async Task<Playground> OpenAsync(Uri address)
    {
        var playground = new Playground(address);
        await Eventually.HoldsAsync("Playground", playground.AnswersAsync, TimeSpan.FromSeconds(30));
        await playground._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/_ws_conversation/v1/conversations/stream" }.Uri, CancellationToken.None);
        playground._reading = playground.ReadAsync();
        return playground;
    }

    /// <summary>Installs the bot. Teams sends it two activities at the same time, in either order.</summary>
    public Task InstallAsync() => PostAsync($"/_debug/conversation/{Chat}/installation", new JsonObject());

    public async Task UninstallAsync()
    {
        var activity = await _http.GetFromJsonAsync<JsonObject>($"/_internal/v1/customActivities/template?conversationId={Chat}&type=uninstall");
        await PostAsync("/_internal/v1/customActivities", activity!);
    }

    public Task SayAsync(string text) => PostAsync(
        $"/_conversation/v1/conversations/{Chat}/messages",
        new JsonObject { ["from"] = new JsonObject { ["id"] = User }, ["text"] = text, ["textFormat"] = "plain" });

    /// <summary>Clicks on a button of a card.</summary>
    /// <returns>The card that takes its place.</returns>
    public async Task<JsonNode> ClickAsync(PlaygroundMessage message, string title)
    {
        var action = message.Card!["actions"]!.AsArray().Single(action => (string?)action!["title"] == title)!.DeepClone();
        using var answer = await _http.PostAsJsonAsync("/_conversation/v1/invoke", new JsonObject
        {
            ["name"] = "adaptiveCard/action",
            ["value"] = new JsonObject { ["action"] = action, ["trigger"] = "manual" },
            ["from"] = new JsonObject { ["id"] = User },
            ["conversation"] = new JsonObject { ["id"] = Chat },
            ["replyToId"] = message.Id,
        });
        Assert.True(answer.IsSuccessStatusCode, $"invoke: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["value"]!;
    }

    /// <summary>Waits for a message whose text meets a condition. Fails after a timeout (default: 1 minute).</summary>
    public async Task<PlaygroundMessage> UntilAsync(string what, Func<string, bool> isRight, int since, TimeSpan? patience = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? TimeSpan.FromMinutes(1));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_messages.Skip(since).FirstOrDefault(message => isRight(message.Text)) is { } found)
                    return found;

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"no {what} arrived; the chat shows: {string.Join(" | ", TextsSince(since))}");
            }
        }
    }

    public Task<PlaygroundMessage> UntilAsync(string text, int since, TimeSpan? patience = null) =>
        UntilAsync($"\"{text}\"", other => other == text, since, patience);

    public IReadOnlyList<string> TextsSince(int since)
    {
        lock (_lock)
            return [.. _messages.Skip(since).Select(message => message.Text)];
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _http.Dispose();
        _closed.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("/_debug/ping");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PostAsync(string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var frame = new MemoryStream();
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(), _closed.Token);
                frame.Write(buffer, 0, received.Count);
            }
            while (!received.EndOfMessage);

            if (received.MessageType == WebSocketMessageType.Close)
                return;

            var arrived = Stopwatch.GetTimestamp();
            frame.Position = 0;
            var shown = (await JsonNode.ParseAsync(frame))!;
            if ((string?)shown["action"] == "createMessage" && shown["message"] is { } message && PlaygroundMessage.Of(message, arrived) is { } readable)
                Add(readable);
        }
    }

    private void Add(PlaygroundMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
