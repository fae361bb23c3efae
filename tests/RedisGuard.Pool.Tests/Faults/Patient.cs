using System.Collections.Concurrent;
using System.Globalization;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>A pool at work that a fault is done to, and what must hold of it afterwards.</summary>
internal sealed class Patient : IAsyncDisposable
{
    private const int Channels = 4;

    // How much of a message tells what kind of fault it is; what follows are counters.
    private const int Telling = 30;

    private readonly ConcurrentDictionary<string, Exception> _felt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, byte> _received = new();
    private readonly List<RedisSubscription> _subscriptions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeLoggers _logs = new();
    private Task _working = Task.CompletedTask;
    private int _kinds = 8;
    private long _done;
    private long _timeouts;

    private Patient(RedisPoolOptions options)
    {
        UnobservedExceptions.Watch();
        Options = options;
        Pool = new RedisPool(options, _logs);
    }

    public RedisPoolOptions Options { get; }

    public RedisPool Pool { get; }

    public FakeLoggers Logs => _logs;

    /// <summary>Commands that succeeded so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a pool, its subscriptions and its workers.</summary>
    /// <param name="configuration">Where to connect.</param>
    /// <param name="workers">How many work at once.</param>
    /// <param name="guarded">Whether some of what they do goes through the circuit breaker.</param>
    public static async Task<Patient> StartAsync(string configuration, int workers = 4, bool guarded = false)
    {
        var patient = new Patient(Pools.Options(options =>
        {
            options.Configuration = $"{configuration},syncTimeout=2000,asyncTimeout=2000,connectTimeout=2000,allowAdmin=true";
            options.MaxConnections = 6;
            options.AcquireTimeout = TimeSpan.FromSeconds(30); // sixteen pools that start at once, on a busy machine
            options.HealthCheckInterval = TimeSpan.FromSeconds(2);
            options.BackoffMax = TimeSpan.FromSeconds(1);
            options.LongHeldThreshold = Timeout.InfiniteTimeSpan;
        }));
        patient._kinds = guarded ? 10 : 8;
        for (var channel = 0; channel < Channels; channel++)
        {
            var number = channel;
            await Eventually.TrueAsync(() => patient.TrySubscribeAsync(number));
        }

        patient._working = Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => patient.WorkAsync(worker), Cancel)));
        return patient;
    }

    /// <summary>Waits until commands succeed that were sent after now; what was felt before is forgotten.</summary>
    public async Task WorksAsync()
    {
        var before = Done;
        await Eventually.TrueAsync(() => Done > before + 20);
        _felt.Clear();
    }

    /// <summary>Waits until a command has failed with this: a fault that nobody feels is none, and proves nothing.</summary>
    /// <param name="says">What its text must contain.</param>
    public Task FeelsAsync<T>(string says = "")
        where T : Exception =>
        Eventually.TrueAsync(
            () => _felt.Values.OfType<T>().Any(fault => fault.ToString().Contains(says, StringComparison.OrdinalIgnoreCase)),
            $"a command failed with a {typeof(T).Name} of {says}");

    /// <summary>Waits until every subscription was told that its connection was interrupted.</summary>
    public Task IsToldOfGapsAsync() => Eventually.TrueAsync(() => _subscriptions.TrueForAll(static subscription => subscription.Gaps > 0));

    /// <summary>
    /// Everything must be as it was: commands succeed, every subscription delivers, no permit is lost, no connection is beyond
    /// the limit, nothing was left unobserved, and the log is short.
    /// </summary>
    /// <param name="mostLines">How many lines of the log an operator would have to read. A command that a busy machine let time out may have one as well.</param>
    /// <param name="within">How long after the fault. A tenth of it is enough, where nobody else wants the processor.</param>
    public async Task IsWholeAsync(int mostLines, TimeSpan within)
    {
        var began = TimeProvider.System.GetTimestamp();
        await WorksAsync();
        await DeliversAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, within);
        await _stop.CancelAsync();
        await _working.WaitAsync(Eventually.Deadline, Cancel);
        await Eventually.TrueAsync(() => Pool.GetSnapshot() is { Leases.Count: 0, Waiting: 0 });
        await LostNoPermitAsync();
        await KeepsItsLimitAsync();
        await Eventually.TrueAsync(() => Pool.GetSnapshot().Health.State == RedisHealthState.Healthy);
        Assert.All(_subscriptions, static subscription => Assert.True(subscription.IsActive));
        Assert.True(_logs.Records.Count <= mostLines + Interlocked.Read(ref _timeouts), $"{_logs.Records.Count} lines of the log:\n{string.Join('\n', _logs.Records)}");
        Assert.True(UnobservedExceptions.Collect().Count == 0, string.Join(Environment.NewLine, UnobservedExceptions.Collect()));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Pool.DisposeAsync();
        _stop.Dispose();
        _logs.Dispose();
    }

    // Where the server was unwell a moment ago, the connection for subscriptions may come late.
    private async Task<bool> TrySubscribeAsync(int number)
    {
        try
        {
            _subscriptions.Add(await Pool.SubscribeAsync(
                Channel(number), _ => _received[number] = 0, new RedisSubscriptionOptions { Dedicated = number == 0 }, Cancel));
            return true;
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            return false;
        }
    }

    private RedisChannel Channel(int number) => RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"{Options.Name}-{number}"));

    private async Task DeliversAsync()
    {
        _received.Clear();
        for (var channel = 0; channel < Channels; channel++)
        {
            var number = channel;
            await Eventually.TrueAsync(async () =>
            {
                try
                {
                    await Pool.GetDatabase().PublishAsync(Channel(number), "again");
                }
                catch (Exception e) when (e is RedisException or TimeoutException)
                {
                    return false;
                }

                return _received.ContainsKey(number);
            });
        }
    }

    // Who can rent all that the shared connection and the dedicated subscription leave has lost none.
    private async Task LostNoPermitAsync()
    {
        var leases = new List<RedisLease>();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                leases.Add(await Pool.RentAsync(Cancel));
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                return false;
            }

            return leases.Count == Options.MaxConnections - 2;
        });
        Assert.Equal(Options.MaxConnections, Pool.GetSnapshot().Connections.Count);
        leases.ForEach(static lease => lease.Dispose());
    }

    private async Task KeepsItsLimitAsync()
    {
        var server = Pool.GetConnection().GetServers()[0];
        var clients = (string)(await server.ExecuteAsync("CLIENT", "LIST"))!;
        var names = clients.Split('\n').SelectMany(static line => line.Split(' '))
            .Where(field => field.StartsWith($"name=rg:{Options.ApplicationName}:", StringComparison.Ordinal)).ToArray();

        Assert.InRange(names.Distinct(StringComparer.Ordinal).Count(), 1, Options.MaxConnections);
        Assert.InRange(names.Length, 1, Options.MaxConnections * 2);
    }

    private async Task WorkAsync(int worker)
    {
        var random = new Random(worker);
        while (!_stop.IsCancellationRequested)
        {
            using var impatience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            try
            {
                var kind = random.Next(_kinds);
                if (kind == 8)
                {
                    await Pool.ExecuteAsync(static (database, key) => database.StringGetAsync(key), (RedisKey)Options.Name, impatience.Token, RedisRetry.WhenIdempotent);
                }
                else if (kind == 9)
                {
                    _ = (await Pool.TryExecuteAsync(static (database, key) => database.StringGetAsync(key), (RedisKey)Options.Name, impatience.Token)).Value;
                }
                else if (kind < 5)
                {
                    await (await Pool.GetDatabaseAsync(impatience.Token)).StringSetAsync(Options.Name, worker);
                }
                else
                {
                    if (kind == 7)
                    {
                        impatience.CancelAfter(random.Next(20));
                    }

                    await using var lease = await Pool.RentAsync(impatience.Token);
                    await lease.Database.StringGetAsync(Options.Name);
                }

                Interlocked.Increment(ref _done);
            }
            catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException or IOException or InvalidOperationException)
            {
                // What a fault looks like to a caller. The oldest library fails some commands with what its innards throw.
                if (e is TimeoutException)
                {
                    Interlocked.Increment(ref _timeouts);
                }

                _felt.TryAdd($"{e.GetType()} {e.Message[..Math.Min(e.Message.Length, Telling)]}", e);
            }

            // A pace, so that what is measured is the pool and not the processor.
            await Task.Delay(random.Next(5, 15), CancellationToken.None);
        }
    }
}
