using System.Net;
using Nudge.ServiceDefaults;
using Nudge.TeamsEmulator.Connector;
using Nudge.TeamsEmulator.Control;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.TeamsEmulator;

/// <summary>The whole of it: a server that a test can hold in its hand, and that a program can run.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="args">Of the command line, such as <c>--urls http://localhost:4100 --bot http://localhost:3978/api/messages</c>.</param>
    /// <param name="clock">For tests that set the time.</param>
    public Emulator(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // Not what lies about in the folder: in a test that is the bot's.
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

    /// <summary>What a conversation's <c>serviceUrl</c> is here.</summary>
    public Uri ServiceUrl => new(_app.Urls.First() + "/teams/");

    public Population Population => _app.Services.GetRequiredService<Population>();

    public MessageLog Messages => _app.Services.GetRequiredService<MessageLog>();

    /// <summary>Something happens in a conversation.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="type">Such as message, typing or installationUpdate.</param>
    /// <param name="text">What is said, in a message.</param>
    /// <param name="action">What is done, in an installationUpdate: add or remove.</param>
    /// <returns>The bot's answer.</returns>
    public async Task<HttpStatusCode> PostAsync(Conversation conversation, string type, string? text = null, string? action = null) =>
        (await _app.Services.GetRequiredService<Speaker>().PostAsync(conversation, ServiceUrl, type, text, action, CancellationToken.None)).Status;

    public Task StartAsync() => _app.StartAsync();

    public Task RunAsync() => _app.RunAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
