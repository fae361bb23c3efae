using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>Clients as StackExchange.Redis is one: each connects again as soon as its connection is closed.</summary>
internal sealed class ReturningClients(string endpoint, string name, int count) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _clients = [];

    public async Task StartAsync()
    {
        List<TaskCompletionSource> connected = [];
        for (var client = 0; client < count; client++)
        {
            var first = new TaskCompletionSource();
            connected.Add(first);
            _clients.Add(Task.Run(() => LiveAsync(first)));
        }

        await Task.WhenAll(connected.Select(static first => first.Task)).WaitAsync(Eventually.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_clients);
        _ending.Dispose();
    }

    private async Task LiveAsync(TaskCompletionSource first)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await using var session = await ServerSession.OpenAsync(AddressParser.Parse(endpoint)[0], name, _ending.Token);
                first.TrySetResult();
                while (true)
                {
                    await Task.Delay(20, _ending.Token);
                    await session.AskAsync(["PING"], _ending.Token);
                }
            }
            catch (Exception e) when (e is ServerTroubleException or OperationCanceledException)
            {
                // Closed: at once again.
            }
        }
    }
}
