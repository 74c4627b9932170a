using System.Net;
using Nudge.ServiceDefaults;
using Nudge.TeamsEmulator.Connector;
using Nudge.TeamsEmulator.Control;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.TeamsEmulator;

/// <summary>The emulator's server. A test can host it in its own process, and the program runs it.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="args">The command line, such as <c>--urls http://localhost:4100 --bot http://localhost:3978/api/messages</c>.</param>
    /// <param name="clock">The clock, for tests that set the time; null for the system clock.</param>
    public Emulator(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // No settings files of the current folder: in a test, those are the bot's.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        builder.AddServiceDefaults();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<Population>();
        builder.Services.AddSingleton<MessageLog>();
        builder.Services.AddSingleton<ConnectorEndpoints>();
        builder.Services.AddSingleton<Speaker>();
        builder.Services.AddHttpClient();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapConnector();
        _app.MapControl();
    }

    /// <summary>Gets the <c>serviceUrl</c> of every conversation.</summary>
    public Uri ServiceUrl => new(_app.Urls.First() + "/teams/");

    public Population Population => _app.Services.GetRequiredService<Population>();

    public MessageLog Messages => _app.Services.GetRequiredService<MessageLog>();

    /// <summary>Posts an activity of a conversation to the bot.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">The type, such as message, typing or installationUpdate.</param>
    /// <param name="text">The text of a message.</param>
    /// <param name="action">The action of an installationUpdate: add or remove.</param>
    /// <returns>The bot's status.</returns>
    public async Task<HttpStatusCode> PostAsync(Conversation conversation, string type, string? text = null, string? action = null) =>
        (await _app.Services.GetRequiredService<Speaker>().PostAsync(conversation, ServiceUrl, type, text, action, CancellationToken.None)).Status;

    public Task StartAsync() => _app.StartAsync();

    public Task RunAsync() => _app.RunAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
