using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>Runs the code of all pages in a process of its own, as pages set what belongs to a whole process, beside a server of its own.</summary>
public sealed class PageRun : IAsyncLifetime
{
    private string _output = "";

    /// <returns>A line for each block of the page: its page, its number, what came of it.</returns>
    public IReadOnlyList<string> Of(string page)
    {
        string[] lines = [.. _output.Split('\n').Where(line => line.StartsWith(page + " ", StringComparison.Ordinal))];
        Assert.True(lines.Length > 0, _output);
        return lines;
    }

    public async ValueTask InitializeAsync()
    {
        if (OtherProcess.IsThis)
        {
            return;
        }

        await using var server = await RedisFixture.StartAsync();
        var (_, output, error) = await OtherProcess.RunAsync(PageProcess.Role, $"{nameof(PageProcess)}.{nameof(PageProcess.RunAsync)}", server.Configuration);
        _output = output + error;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
