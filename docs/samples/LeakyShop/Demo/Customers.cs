namespace LeakyShop.Demo;

/// <summary>A few customers who look, fill their basket and order, over HTTP, at the same pace in either shop.</summary>
internal sealed class Customers(HttpClient http, string shop)
{
    private const int Count = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private int _served;

    public int Served => _served;

    public Task ShopUntilAsync(CancellationToken closingTime)
        => Task.WhenAll(Enumerable.Range(1, Count).Select(customer => ShopUntilAsync(customer, closingTime)));

    public Task RunNightlyJobAsync() => SendAsync(HttpMethod.Post, "nightly-job");

    private async Task ShopUntilAsync(int customer, CancellationToken closingTime)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var visit = 1; !closingTime.IsCancellationRequested; visit++)
        {
            await SendAsync(HttpMethod.Get, $"catalogue/{visit % 10}");
            await SendAsync(HttpMethod.Post, $"basket/customer-{customer}/{visit % 10}");
            await SendAsync(HttpMethod.Get, $"basket/customer-{customer}");
            await SendAsync(HttpMethod.Post, $"orders/customer-{customer}-visit-{visit}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{shop}/{path}", UriKind.Relative));
        using var reply = await http.SendAsync(request);
        reply.EnsureSuccessStatusCode();
        Interlocked.Increment(ref _served);
    }
}
