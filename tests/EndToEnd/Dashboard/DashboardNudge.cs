using Microsoft.Playwright;
using Nudge.EndToEnd.Host;
using Nudge.Servers;

namespace Nudge.EndToEnd.Dashboard;

/// <summary>A complete Nudge with Aspire's dashboard, opened in a browser.</summary>
public sealed class DashboardNudge : NudgeFixture
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IPage Page { get; private set; } = null!;

    protected override string? Lacks => Programs.Missing("chromium") ? "Chromium (in Debian's package chromium)" : base.Lacks;

    public override async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task<NudgeApp> StartAsync()
    {
        var nudge = await NudgeApp.StartAsync([], hasDashboard: true);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Programs.Find("chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        await Page.GotoAsync(nudge.DashboardLogin.ToString());
        return nudge;
    }
}
