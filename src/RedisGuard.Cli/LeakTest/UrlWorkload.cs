using System.Globalization;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Requests to a running program, a few at a time.</summary>
internal sealed class UrlWorkload(Uri url, int requests) : IWorkload, IDisposable
{
    private const int AtATime = 8;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };

    public int ExitCode => 0;

    public async Task<string?> RunAsync(CancellationToken cancellation)
    {
        var failures = 0;
        string? first = null;
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation }, async (_, token) =>
        {
            if (await RequestAsync(token).ConfigureAwait(false) is { } failure)
            {
                Interlocked.Increment(ref failures);
                Interlocked.CompareExchange(ref first, failure, null);
            }
        }).ConfigureAwait(false);
        return failures == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{failures} of {requests} requests failed, the first: {first}");
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> RequestAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await _client.GetAsync(url, cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "no answer within 60 s";
        }
    }
}
