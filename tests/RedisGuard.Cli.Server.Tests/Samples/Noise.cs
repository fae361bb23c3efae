using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>Others who open and close connections all the time.</summary>
internal sealed class Noise : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _living;

    public Noise(string endpoint) => _living = Task.Run(async () =>
    {
        var random = new Random(3);
        await using var clients = new Clients(AddressParser.Parse(endpoint)[0]);
        List<ServerSession> open = [];
        while (!_ending.IsCancellationRequested)
        {
            if (open.Count < 5 || random.Next(2) == 0)
            {
                open.Add(await clients.OpenAsync("noise"));
            }
            else
            {
                var session = open[random.Next(open.Count)];
                open.Remove(session);
                await clients.CloseAsync(session);
            }

            await Task.Delay(150, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _living;
        _ending.Dispose();
    }
}
