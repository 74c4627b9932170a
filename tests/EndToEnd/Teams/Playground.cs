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

    public const string GroupChat = "group-chat-1";
    public const string Channel = "channel-announcements";

    private const string BotId = "00000000-0000-4000-8000-000000000011";
    private const string User = "user-id-0";
    private const string Chat = "personal-chat-1";

    private readonly HttpClient _http;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly List<PlaygroundMessage> _messages = [];
    private readonly List<PlaygroundMessage> _updates = [];
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

    public Task SayAsync(string text) => SayAsync(text, Chat);

    /// <summary>Says a text in a conversation. In a group chat or channel, it mentions the bot.</summary>
    /// <param name="text">The text. "{0}" stands for the mentioned user.</param>
    /// <param name="chat">The id of the conversation.</param>
    /// <param name="mentioned">The number of a mentioned user; null for none.</param>
    /// <returns>The id of the conversation; in a channel, of the new thread.</returns>
    public async Task<string> SayAsync(string text, string chat, int? mentioned = null)
    {
        var message = new JsonObject { ["from"] = new JsonObject { ["id"] = User }, ["text"] = text, ["textFormat"] = "plain" };
        if (chat != Chat)
        {
            message["textFormat"] = "xml";
            message["text"] = "<at>Nudge</at> " + text.Replace("{0}", $"<at>User {mentioned}</at>", StringComparison.Ordinal);
            message["mentions"] = mentioned is null ? new JsonArray(MentionOf(BotId, "Nudge")) : new JsonArray(MentionOf(BotId, "Nudge"), MentionOf($"user-id-{mentioned}", $"User {mentioned}"));
        }

        var said = await PostAsync($"/_conversation/v1/conversations/{chat}/messages", message);
        return (string?)said?["postConversationId"] ?? chat;
    }

    /// <summary>Clicks on a button of a card.</summary>
    /// <param name="message">The message with the card.</param>
    /// <param name="title">The title of the button.</param>
    /// <param name="user">The number of the user who clicks.</param>
    /// <param name="inputs">The values of the card's inputs.</param>
    /// <param name="card">The card that has taken the place of the message's card; null for none.</param>
    /// <returns>The card that takes its place, or the text that the user is told.</returns>
    public async Task<JsonNode> ClickAsync(PlaygroundMessage message, string title, int user = 0, Dictionary<string, string>? inputs = null, JsonNode? card = null)
    {
        var action = PlaygroundMessage.ButtonOf(card ?? message.Card!, title);
        foreach (var (name, value) in inputs ?? [])
            action["data"]![name] = value;
        var answer = await PostAsync("/_conversation/v1/invoke", new JsonObject
        {
            ["name"] = "adaptiveCard/action",
            ["value"] = new JsonObject { ["action"] = action, ["trigger"] = "manual" },
            ["from"] = new JsonObject { ["id"] = $"user-id-{user}" },
            ["conversation"] = new JsonObject { ["id"] = message.ConversationId },
            ["replyToId"] = message.Id,
        });
        return answer!["value"]!;
    }

    /// <summary>Clicks on a button of a card in a client without universal actions.</summary>
    public Task SubmitAsync(PlaygroundMessage message, string title) => PostAsync("/_conversation/v1/submit", new JsonObject
    {
        ["conversation"] = new JsonObject { ["id"] = message.ConversationId },
        ["from"] = new JsonObject { ["id"] = User },
        ["replyToId"] = message.Id,
        ["value"] = PlaygroundMessage.ButtonOf(message.Card!, title)["fallback"]!["data"]!.DeepClone(),
    });

    /// <summary>Waits for a message whose text meets a condition. Fails after a timeout (default: 1 minute).</summary>
    public Task<PlaygroundMessage> UntilAsync(string what, Func<string, bool> isRight, int since, TimeSpan? patience = null) =>
        UntilAsync(what, () => _messages.Skip(since).FirstOrDefault(message => isRight(message.Text)), since, patience);

    public Task<PlaygroundMessage> UntilAsync(string text, int since, TimeSpan? patience = null) =>
        UntilAsync($"\"{text}\"", other => other == text, since, patience);

    /// <summary>Waits until everyone sees a text in the place of a message.</summary>
    public Task<PlaygroundMessage> UntilUpdatedAsync(PlaygroundMessage message, string text) =>
        UntilAsync($"\"{text}\"", () => _updates.FirstOrDefault(update => update.Id == message.Id && update.Text == text), since: 0, patience: null);

    private async Task<PlaygroundMessage> UntilAsync(string what, Func<PlaygroundMessage?> find, int since, TimeSpan? patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? TimeSpan.FromMinutes(1));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (find() is { } found)
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

    /// <returns>The answer; null when it is empty.</returns>
    private async Task<JsonNode?> PostAsync(string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    private static JsonObject MentionOf(string id, string name) => new()
    {
        ["type"] = "mention",
        ["id"] = id,
        ["name"] = name,
        ["text"] = $"<at>{name}</at>",
        ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name },
    };

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
            if (shown["message"] is { } message && PlaygroundMessage.Of(message, (string)shown["actionConversationId"]!, arrived) is { } readable)
                Add((string?)shown["action"], readable);
        }
    }

    private void Add(string? action, PlaygroundMessage message)
    {
        lock (_lock)
        {
            if (action == "createMessage")
                _messages.Add(message);
            else if (action == "updateMessage")
                _updates.Add(message);
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
