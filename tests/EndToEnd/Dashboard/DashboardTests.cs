using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nudge.EndToEnd.Dashboard;

/// <summary>Tests a developer's view and commands in the real dashboard.</summary>
public sealed class DashboardTests(DashboardNudge nudge) : NudgeTests(nudge), IClassFixture<DashboardNudge>
{
    private static readonly string[] Resources = ["reminders", "redis", "bot", "playground", "scheduler"];

    private static readonly string[] Tree = ["POST /remind-me", "register reminder", "wait until due", "deliver reminder", "run handler Notifications.SendText", "settle reminder"];

    private IPage Page => nudge.Page;

    [Fact]
    public async Task Resources_AfterTheStart_AreHealthy()
    {
        await Page.GotoAsync(App.Dashboard.ToString());

        var rows = Page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("Running") });
        await Assertions.Expect(rows).ToHaveCountAsync(Resources.Length, new() { Timeout = 30_000 });
        foreach (var resource in Resources)
            await Assertions.Expect(rows.Filter(new() { Has = Page.GetByText(resource, new() { Exact = true }) })).ToHaveCountAsync(1);
        await Assertions.Expect(Page.GetByText("Unhealthy")).ToHaveCountAsync(0);
        await TakePictureAsync("dashboard");
    }

    [Fact]
    public async Task RemindMe_FromTheDialog_ArrivesWithATraceThatIsOneTree()
    {
        await SayHelloAsync();
        var since = Playground.Mark;
        await Page.GotoAsync(App.Dashboard.ToString());

        await Page.GetByTitle("Registers a reminder for the person who last wrote to the bot.").ClickAsync();
        await ReplaceAsync("What about", "Stretch", "Stretch from the dashboard");
        await ReplaceAsync("When", "10s", "3s");
        await Assertions.Expect(Input("What about")).ToHaveValueAsync("Stretch from the dashboard");
        await Page.Locator("fluent-dialog fluent-button", new() { HasText = "Remind me" }).ClickAsync();

        await Playground.UntilAsync("Stretch from the dashboard", since);
        await Page.GotoAsync(new Uri(App.Dashboard, "/traces").ToString());
        await Page.GetByText("POST /remind-me").First.ClickAsync();
        foreach (var span in Tree)
            await Assertions.Expect(Page.GetByText(span, new() { Exact = false }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await TakePictureAsync("trace");
    }

    private ILocator Input(string label) => Page.Locator(".interaction-input", new() { HasText = label }).Locator("input");

    /// <summary>Types over a field's default, as a person does. The dialog is complete once it shows the default.</summary>
    private async Task ReplaceAsync(string label, string present, string value)
    {
        await Assertions.Expect(Input(label)).ToHaveValueAsync(present, new() { Timeout = 30_000 });
        await Input(label).ClickAsync();
        await Page.Keyboard.PressAsync("ControlOrMeta+A");
        await Page.Keyboard.TypeAsync(value);
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Input(label)).ToHaveValueAsync(value);
    }

    /// <summary>Saves a screenshot of the page beside the tests, or in the folder that NUDGE_TEST_PICTURES names.</summary>
    private async Task TakePictureAsync(string name)
    {
        var folder = Environment.GetEnvironmentVariable("NUDGE_TEST_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "pictures");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
