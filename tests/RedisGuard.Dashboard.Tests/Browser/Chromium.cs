using PuppeteerSharp;
using RedisGuard.Dashboard.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace RedisGuard.Dashboard.Tests.Browser;

/// <summary>One headless browser for all tests: the one that is installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var executable = Array.Find(Places, File.Exists);
        Assert.True(executable is not null, "Chromium isn't installed: apt-get install chromium");
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = executable,
            Headless = true,
            // In a container there is no user namespace to put a sandbox into, and /dev/shm is small. Only our own page is opened.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb", "--lang=en"],
            Timeout = 120_000,
        });
    }

    /// <summary>A tab of its own.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="dark">Whether the user prefers dark colours.</param>
    internal async Task<OpenTab> OpenAsync(string address, int width = 1600, bool dark = false)
    {
        var tab = await OpenTab.OnAsync(await _browser!.NewPageAsync());
        await tab.Page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 1000 });
        await tab.Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = dark ? "dark" : "light" }]);
        await tab.Page.GoToAsync(address, new NavigationOptions { WaitUntil = [WaitUntilNavigation.DOMContentLoaded], Timeout = 120_000 });
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }
}
