using System.Collections.Concurrent;
using PuppeteerSharp;

namespace RedisGuard.Dashboard.Tests.Browser;

/// <summary>A tab, and what its console complained of.</summary>
internal sealed class OpenTab : IAsyncDisposable
{
    private OpenTab(IPage page) => Page = page;

    public IPage Page { get; }

    public ConcurrentQueue<string> Complaints { get; } = [];

    public static Task<OpenTab> OnAsync(IPage page)
    {
        var tab = new OpenTab(page);
        page.Console += (_, message) =>
        {
            if (message.Message.Type is ConsoleType.Error or ConsoleType.Warning)
            {
                tab.Complaints.Enqueue(message.Message.Text);
            }
        };
        page.PageError += (_, error) => tab.Complaints.Enqueue(error.Message);
        page.Dialog += (_, dialog) => tab.Complaints.Enqueue("a dialog: " + dialog.Dialog.Message);
        return Task.FromResult(tab);
    }

    /// <summary>Waits until the page says so; fails with what it says instead.</summary>
    public async Task UntilAsync(string condition)
    {
        try
        {
            await Page.WaitForFunctionAsync($"() => {{ {condition} }}", new WaitForFunctionOptions { Timeout = 60_000 });
        }
        catch (PuppeteerException)
        {
            Assert.Fail($"«{condition}» did not come true. The page: {await TextAsync()} Complaints: {string.Join("; ", Complaints)}");
        }
    }

    public Task ShowsAsync(string text) => UntilAsync($"return document.body.innerText.includes({System.Text.Json.JsonSerializer.Serialize(text)})");

    public Task<string> TextAsync() => Page.EvaluateExpressionAsync<string>("document.body.innerText");

    public async ValueTask DisposeAsync() => await Page.DisposeAsync();
}
