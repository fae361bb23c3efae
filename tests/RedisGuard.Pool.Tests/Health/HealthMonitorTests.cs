using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Health;

public sealed class HealthMonitorTests : IAsyncLifetime
{
    private const int Unhealthy = 1601;
    private const int HealthyAgain = 1602;
    private const int StillUnhealthy = 1603;
    private const int CallbackFailed = 1609;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();
    private readonly FakeOpener _opener = new();
    private readonly RedisPool _pool;

    public HealthMonitorTests() => _pool = Pools.Fake(_opener, null, _time, _logs);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RedisHealthSnapshot Health => _pool.GetSnapshot().Health;

    private FakeConnection Connection => _opener.Connections[^1];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task PoolThatNobodyUses_AsksNothing()
    {
        await _time.AdvanceUntilAsync(Step, () => _time.GetUtcNow() - _time.Start > TimeSpan.FromMinutes(5));

        Assert.Equal(RedisHealthState.Unknown, Health.State);
        Assert.Equal(0, _opener.Opened);
    }

    [Fact]
    public async Task HealthyConnection_IsPingedOnceAnInterval()
    {
        await OpenAsync();
        await _time.AdvanceUntilAsync(Step, () => Connection.Pings == 1);
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => Connection.Pings == 11);

        // Ten times 30 s, each up to 10 % sooner or later, and what the clock ran ahead while the pool looked.
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(270), TimeSpan.FromSeconds(400));
        Assert.Equal(RedisHealthState.Healthy, Health.State);
        Assert.Equal(TimeSpan.Zero, Health.Latency);
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task ConnectionWhoseCallersGetReplies_IsNotPinged()
    {
        await OpenAsync();
        await _time.AdvanceUntilAsync(Step, () => Connection.Pings == 1);

        await _time.AdvanceUntilAsync(Step, () =>
        {
            Connection.Operations++;
            return _time.GetUtcNow() - _time.Start > TimeSpan.FromMinutes(5);
        });

        Assert.Equal(1, Connection.Pings);
        Connection.Outstanding = 1;
        await _time.AdvanceUntilAsync(Step, () =>
        {
            Connection.Operations++;
            return Connection.Pings > 1;
        });
    }

    [Fact]
    public async Task PingWithoutAnAnswer_IsAFailureAtItsDeadline_AndTheNextComesSoon()
    {
        await OpenAsync();
        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Healthy);
        Connection.OnPing = static () => new TaskCompletionSource<TimeSpan>().Task;
        Connection.IsReady = false;
        var began = _time.GetUtcNow();

        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Degraded);
        await _time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(200), () => Health.State == RedisHealthState.Unhealthy);

        // Three times a tenth of the interval and 5 s for an answer, and what the clock ran ahead.
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        Assert.Equal("a PING had no reply within 5 s", Health.LastFailure);
        await Eventually.TrueAsync(() => _logs.Records.Count > 0);
        Assert.Contains("3 looks in a row failed, the last because a PING had no reply within 5 s.", Assert.Single(_logs.Records).Message, StringComparison.Ordinal);
    }

    /// <summary>Ended by it, the look would have left the last, good reading up.</summary>
    [Fact]
    public async Task PingThatThrowsBeforeItIsATask_IsAFailure()
    {
        await OpenAsync();
        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Healthy);
        Connection.OnPing = static () => throw new InvalidOperationException("its innards");
        Connection.IsReady = false;

        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Unhealthy);

        Assert.Equal("its innards", Health.LastFailure);
    }

    [Theory]
    [InlineData("+--+--+--+--+--", 0)] // never three in a row: nothing
    [InlineData("+---+-+-+-+-+-", 1)] // never two good ones after: once
    [InlineData("+---++---++---++", 6)] // three times down and up again
    public async Task MinuteOfFlapping_IsALineAChange(string pattern, int lines)
    {
        await OpenAsync();
        var connection = Connection;
        connection.OnPing = () => pattern[(connection.Pings - 1) % pattern.Length] == '+'
            ? Task.FromResult(TimeSpan.Zero)
            : Task.FromException<TimeSpan>(Failures.Connection("the socket is closed; v: 1"));

        await _time.AdvanceUntilAsync(Step, () => connection.Pings >= pattern.Length);
        connection.OnPing = static () => new TaskCompletionSource<TimeSpan>().Task;
        await _time.AdvanceUntilAsync(Step, () => connection.Pings > pattern.Length);

        await Eventually.TrueAsync(() => _logs.Records.Count >= lines);
        Assert.Equal(lines, _logs.Records.Count);
        Assert.Equal((lines + 1) / 2, _logs.Of(Unhealthy).Count());
        Assert.Equal(lines / 2, _logs.Of(HealthyAgain).Count());
        Assert.All(_logs.Of(Unhealthy), static record => Assert.EndsWith("because the socket is closed.", record.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastingOutage_IsRememberedEveryTenMinutes_WithTheFailuresSince()
    {
        await OpenAsync();
        Connection.OnPing = static () => Task.FromException<TimeSpan>(Failures.Server("LOADING Redis is loading the dataset in memory"));

        await _time.AdvanceUntilAsync(Step, () => _logs.Of(Unhealthy).Any());
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(4 * Step, () => _logs.Of(StillUnhealthy).Count() == 2);

        // The clock may have gone a step or two further when the first line was seen.
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(21));
        Assert.Equal(3, _logs.Records.Count);
        Assert.Matches("is still unhealthy, since 10 min: [0-9]+ looks failed, the last because LOADING Redis is loading the dataset in memory.", _logs.Of(StillUnhealthy).First().Message);
        Assert.InRange(Health.Failures, 20, 450);
    }

    [Fact]
    public async Task Changes_AreRaised_AndAHandlerThatThrowsIsLogged()
    {
        var changes = new List<RedisHealthState>();
        _pool.HealthChanged += (_, change) =>
        {
            lock (changes)
            {
                changes.Add(change.Health.State);
            }

            throw new InvalidOperationException("handler");
        };
        await OpenAsync();
        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Healthy);
        Connection.OnPing = static () => Task.FromException<TimeSpan>(Failures.Connection("closed"));
        Connection.IsReady = false;
        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Unhealthy);
        Connection.IsReady = true;
        Connection.OnPing = static () => Task.FromResult(TimeSpan.Zero);
        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Healthy);

        await Eventually.TrueAsync(() => _logs.Of(CallbackFailed).Count() == 3);
        Assert.Equal([RedisHealthState.Healthy, RedisHealthState.Unhealthy, RedisHealthState.Healthy], changes);
    }

    [Fact]
    public async Task ServerThatWasDownAtFirst_IsFoundAgainWithoutACaller()
    {
        var isDown = true;
        _opener.OnOpen = _ => isDown ? Task.FromException(Failures.Connection("It was not possible to connect")) : Task.CompletedTask;
        await Assert.ThrowsAsync<RedisConnectionException>(() => _pool.GetConnectionAsync(Cancel));

        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Unhealthy);
        Assert.Equal("It was not possible to connect", Health.LastFailure);
        isDown = false;

        await _time.AdvanceUntilAsync(Step, () => Health.State == RedisHealthState.Healthy);
        Assert.Equal(1, _pool.GetSnapshot().Count(RedisConnectionState.Shared));
        await Eventually.TrueAsync(() => _logs.Records.Count >= 2);
        Assert.Equal(2, _logs.Records.Count);
    }

    [Fact]
    public async Task DisposedWhileItWaitsForAnAnswer_DoesNotWait()
    {
        await OpenAsync();
        Connection.OnPing = static () => new TaskCompletionSource<TimeSpan>().Task;
        await _time.AdvanceUntilAsync(Step, () => Connection.Pings == 1);

        await _pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);

        Assert.Empty(_logs.Records);
    }

    private async Task OpenAsync() => await Assert.ThrowsAsync<NotSupportedException>(() => _pool.GetConnectionAsync(Cancel));
}
