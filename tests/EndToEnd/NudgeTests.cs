using System.Globalization;
using System.Text.RegularExpressions;
using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>The base of the tests on a running Nudge. Each test fails when a service logs an error.</summary>
public abstract partial class NudgeTests(NudgeFixture fixture) : IAsyncLifetime
{
    protected const string Greeting = "Hi! I am going to remind you to say something to me soon!";
    protected const string Proactive = "Hey! It's been a while. How are you?";

    /// <summary>How much of an error is shown: its category, its message, and the beginning of its exception.</summary>
    private const int LinesOfAnError = 8;

    private int _firstLine;

    private protected NudgeApp App => fixture.App;

    private protected Playground Playground => fixture.Playground;

    private protected ReminderScheduler.ReminderSchedulerClient Scheduler => fixture.Scheduler;

    public ValueTask InitializeAsync()
    {
        fixture.RequireMachine();
        _firstLine = App.Log.Mark;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (fixture.App is null)
            return ValueTask.CompletedTask;

        // The services' logs help to explain a failure.
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, App.Log.Lines));

        var lines = App.Log.Lines.Skip(_firstLine).ToList();
        var errors = lines.Index().Where(line => ErrorLine().IsMatch(line.Item.Text)).SelectMany(error =>
            lines.Skip(error.Index).Where(line => line.Resource == error.Item.Resource).Take(LinesOfAnError)).ToList();
        Assert.True(errors.Count == 0, $"errors were logged:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Registers one more reminder and waits for its arrival. A reminder that was due before and has not arrived by then never will.
    /// </summary>
    private protected async Task FenceAsync()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"fence {Guid.NewGuid():N}");
        var since = Playground.Mark;
        await Playground.SayAsync($"remind me in 1 second to {text}");
        await Playground.UntilAsync(text, since);
    }

    /// <summary>Makes the person known to the bot without an installation.</summary>
    private protected async Task SayHelloAsync()
    {
        var since = Playground.Mark;
        await Playground.SayAsync("hello");
        await Playground.UntilAsync("help", text => text.StartsWith("Try ", StringComparison.Ordinal), since);
    }

    /// <summary>Uninstalls the bot, and returns once the bot has logged that.</summary>
    private protected async Task UninstallAsync()
    {
        var since = App.Log.Mark;
        await Playground.UninstallAsync();
        await App.Log.UntilSaidAsync("bot", "Bot uninstalled", since);
    }

    [GeneratedRegex("^(fail|crit):")]
    private static partial Regex ErrorLine();
}
