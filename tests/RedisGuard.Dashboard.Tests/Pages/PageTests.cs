using System.Reflection;
using Deque.AxeCore.Commons;
using RedisGuard.Dashboard.Pictures;
using RedisGuard.Dashboard.Tests.Browser;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Dashboard.Tests.Pages;

/// <summary>The page as a browser shows it: each state, at each width, light and dark.</summary>
public sealed class PageTests(Chromium browser)
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "javascript:alert(1)",
        "</script><script>alert(1)</script>",
        "{{constructor.constructor('alert(1)')()}}",
        "<iframe srcdoc='<script>parent.alert(1)</script>'>",
        "__proto__",
        "\u202Egnp.exe\u0000\u001b[31m",
    ];

    // What docs/dashboard.md shows.
    private static readonly (string State, int Width)[] Shown = [("Leaking", 1600), ("OpenBreaker", 800), ("Exhausted", 390)];

    public static TheoryData<string, int, bool> States
    {
        get
        {
            var states = new TheoryData<string, int, bool>();
            foreach (var state in new[] { "Empty", "Healthy", "Leaking", "Exhausted", "OpenBreaker", "Healing", "ManyLeases" })
            {
                states.Add(state, 390, false);
                states.Add(state, 800, true);
                states.Add(state, 1600, false);
            }

            return states;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task State_IsSaidFirst_FitsTheWidth_AndIsAccessible(string state, int width, bool dark)
    {
        var picture = (Picture)typeof(Pictures).GetProperty(state)!.GetValue(null)!;
        await using var served = await ServedPage.OpenAsync(picture);
        await using var tab = await browser.OpenAsync(served.Address, width, dark);

        await tab.ShowsAsync(picture.Verdict.Text);

        Assert.Equal(picture.Verdict.Text, await tab.Page.EvaluateExpressionAsync<string>("document.querySelector('h1').textContent"));
        Assert.True(await tab.Page.EvaluateExpressionAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than the window.");
        Assert.Empty(await BarriersAsync(tab));
        Assert.Empty(tab.Complaints);
        await KeepAsync(tab, state, width);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task HostileName_IsText(int index)
    {
        var name = Hostile[index];
        await using var served = await ServedPage.OpenAsync(Pictures.Hostile(name));
        await using var tab = await browser.OpenAsync(served.Address);

        await tab.UntilAsync("return document.querySelector('h2') !== null");

        Assert.Equal(0, await tab.Page.EvaluateExpressionAsync<int>("document.querySelectorAll('main script, main img, main iframe, [onload], [onerror], [onmouseover]').length"));
        Assert.Equal(0, await tab.Page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('a')].filter(a => !a.href.startsWith('https://github.com/redisguard/')).length"));
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task News_AreShownWithoutReloading_AndOpenDetailsStayOpen()
    {
        await using var served = await ServedPage.OpenAsync(Pictures.Healthy);
        await using var tab = await browser.OpenAsync(served.Address);
        await tab.ShowsAsync(Pictures.Healthy.Verdict.Text);
        await tab.Page.FocusAsync("summary");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ShowsAsync("asks the server by PING");

        served.Show(Pictures.Leaking);

        await tab.ShowsAsync(Pictures.Leaking.Verdict.Text);
        await tab.ShowsAsync("4 to one server");
        Assert.True(await tab.Page.EvaluateExpressionAsync<bool>("document.querySelector('details').open"));
        Assert.Equal("SUMMARY", await tab.Page.EvaluateExpressionAsync<string>("document.activeElement.tagName"));
    }

    [Fact]
    public async Task LostStream_IsSaid_AndResumes()
    {
        var url = FormattableString.Invariant($"http://127.0.0.1:{FreePort.Next()}");
        var served = await ServedPage.OpenAsync(Pictures.Healthy, url: url);
        await using var tab = await browser.OpenAsync(served.Address);
        await tab.ShowsAsync(Pictures.Healthy.Verdict.Text);

        await served.DisposeAsync();
        await tab.ShowsAsync("No news for");

        await using var again = await ServedPage.OpenAsync(Pictures.Leaking, url: url);
        await tab.ShowsAsync(Pictures.Leaking.Verdict.Text);
        await tab.UntilAsync("return document.getElementById('lost').hidden");
    }

    [Theory]
    [InlineData("/redisguard")]
    [InlineData("/redisguard/")]
    public async Task PathBase_IsFollowed(string end)
    {
        await using var served = await ServedPage.OpenAsync(Pictures.Healthy, "/behind/a/proxy");
        await using var tab = await browser.OpenAsync(served.Address[..^"/redisguard".Length] + end);
        await tab.ShowsAsync(Pictures.Healthy.Verdict.Text);
        Assert.Empty(tab.Complaints);
    }

    private static async Task<IReadOnlyList<string>> BarriersAsync(OpenTab tab)
    {
        await tab.Page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await tab.Page.EvaluateFunctionAsync<string[]>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))");
    }

    // For docs/dashboard.md; by hand: REDISGUARD_WRITE_PICTURES=1.
    private static async Task KeepAsync(OpenTab tab, string state, int width)
    {
        if (Environment.GetEnvironmentVariable("REDISGUARD_WRITE_PICTURES") != "1" || !Shown.Contains((state, width)))
        {
            return;
        }

        var folder = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static data => data.Key == "Pictures").Value!;
        await tab.Page.ScreenshotAsync(Path.Combine(folder, $"dashboard-{state.ToLowerInvariant()}-{width}.png"));
    }
}
