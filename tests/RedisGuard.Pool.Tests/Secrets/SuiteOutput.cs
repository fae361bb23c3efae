using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;

[assembly: AssemblyFixture(typeof(SuiteOutput))]

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>
/// No password in anything that any test of this program makes the pool put out. It watches from the first test on, and fails
/// the run after the last.
/// </summary>
public sealed class SuiteOutput : IAsyncLifetime
{
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _end = new();
    private OutputWatch? _watch;
    private Task _reading = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        if (!OtherProcess.IsThis)
        {
            _watch = new OutputWatch(OutputSearch.OfTheSuite);
            RedisPool.LoggerFactory = new FakeLoggers();
            _reading = ReadAsync(_watch);
        }

        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _end.Dispose();
        _watch?.Dispose();
        Assert.Empty(OutputSearch.OfTheSuite.Found);
    }

    private async Task ReadAsync(OutputWatch watch)
    {
        using var timer = new PeriodicTimer(BetweenReadings);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                watch.Read();
            }
        }
        catch (OperationCanceledException)
        {
            watch.Read();
        }
    }
}
