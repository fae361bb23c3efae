using System.Collections.Concurrent;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Harm.Scenes;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>A bad hour: one server, several contestants that each have a proxy of their own before it, and what is done to them all at once.</summary>
internal sealed class Hour : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    // A few beats of the libraries' clocks: everybody is in the middle of its work when the fault comes.
    private const int Settled = 100;
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, long> _published = new();
    private readonly RedisChannel _channel = RedisChannel.Literal("harm");
    private Task _publishing = Task.CompletedTask;

    private Hour(HarmScene scene) => Scene = scene;

    public HarmScene Scene { get; }

    public RedisProcess Server => ((OneServer)Scene).Server;

    public List<Contestant> Contestants { get; } = [];

    /// <summary>The time at which the fault began, and when the server was there again.</summary>
    public long Began { get; private set; }

    public long? Ended { get; private set; }

    /// <summary>Every message, with the time at which the server took it.</summary>
    public IReadOnlyDictionary<long, long> Published => _published;

    public IServer Admin => Scene.Admin;

    /// <summary>Starts a server and the contestants on it, and waits until they have settled.</summary>
    /// <param name="row">What is to be done to them.</param>
    /// <param name="create">Makes the contestants, each for a configuration that leads through its own proxy.</param>
    public static async Task<Hour> StartAsync(HarmRow row, params Func<string, TcpProxy?, Contestant>[] create)
    {
        var hour = new Hour(await row.Scene(row).ConfigureAwait(false));
        foreach (var one in create)
        {
            var (configuration, proxy) = hour.Scene.Admit();
            hour.Contestants.Add(one($"{configuration},abortConnect=false{row.Options}{(row.Password is null ? string.Empty : $",password={row.Password}")}", proxy));
        }

        await Task.WhenAll(hour.Contestants.Select(contestant => contestant.StartAsync(hour._channel, hour.Scene.Seat))).ConfigureAwait(false);
        hour._publishing = hour.PublishAsync();
        await hour.SettleAsync().ConfigureAwait(false);
        return hour;
    }

    private async Task SettleAsync()
    {
        for (var deadline = Environment.TickCount64 + SettlingTime.TotalMilliseconds; !Contestants.TrueForAll(static one => one.HasSettled(Settled));)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw new TimeoutException($"Not everybody had {Settled} answers and messages within {SettlingTime}.");
            }

            await Task.Delay(Pace).ConfigureAwait(false);
        }
    }

    /// <summary>Does it, and looks until everybody has an answer and a message again, or the time is over.</summary>
    public async Task<HarmReading[]> RunAsync(HarmRow row)
    {
        var accepted = Contestants.ConvertAll(static contestant => contestant.Proxy?.Accepted);
        var told = Contestants.ConvertAll(static contestant => contestant.Told);
        var sockets = row.KeepsSockets ? await SocketsAsync().ConfigureAwait(false) : [];
        Began = Environment.TickCount64;
        await row.Fault(this).ConfigureAwait(false);
        if (row.IsCounted == FromWhen.TheBeginning)
        {
            // What was on its way in that moment has come through.
            await Task.Delay(Pace).ConfigureAwait(false);
            Began = Environment.TickCount64 + 1;
        }

        Ended = row.IsCounted == FromWhen.TheEnd ? Environment.TickCount64 : null;
        var deadline = Environment.TickCount64 + row.Window.TotalMilliseconds;
        while (Environment.TickCount64 < deadline && !Contestants.TrueForAll(contestant => Read(contestant).IsWell))
        {
            await Task.Delay(Pace).ConfigureAwait(false);
        }

        // What is under way, and a gap that is told a moment after the first message.
        await Task.Delay(TimeSpan.FromMilliseconds(500)).ConfigureAwait(false);
        var kept = row.KeepsSockets ? await SocketsAsync().ConfigureAwait(false) : [];
        return [.. Contestants.Select((contestant, index) => Read(contestant) with
        {
            Causes = [.. contestant.Causes],
            Told = contestant.Told - told[index],
            Connects = contestant.Proxy?.Accepted - accepted[index],
            SocketsLost = row.KeepsSockets ? [.. sockets.ExceptBy(kept.Select(Id), Id)] : null,
        })];
    }

    public async Task KillServerAsync(TimeSpan outage)
    {
        await Server.KillAsync().ConfigureAwait(false);
        await Task.Delay(outage).ConfigureAwait(false);
        await Server.RestartAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _publishing.ConfigureAwait(false);
        foreach (var contestant in Contestants)
        {
            await contestant.DisposeAsync().ConfigureAwait(false);
            if (contestant.Proxy is { } proxy)
            {
                await proxy.DisposeAsync().ConfigureAwait(false);
            }
        }

        await Scene.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private HarmReading Read(Contestant contestant)
    {
        var from = Ended ?? Began;
        var calls = contestant.Calls.Where(call => call.Began >= Began).ToArray();
        var failed = contestant.Calls.Where(call => call.Ended >= Began && !call.IsAnswered).ToArray();
        var answered = calls.Where(call => call.IsAnswered && call.Ended >= from).ToArray();
        var message = contestant.Received.Where(one => _published.TryGetValue(one.Key, out var at) && at >= from).Select(static one => one.Value).DefaultIfEmpty(long.MaxValue).Min();
        var lost = message == long.MaxValue
            ? _published.Count(one => one.Value >= Began)
            : _published.Count(one => one.Value >= Began && one.Value <= message && !contestant.Received.ContainsKey(one.Key));
        return new HarmReading(
            contestant.Name,
            Seconds(failed.Length == 0 ? null : failed.Min(static call => call.Ended), Began),
            Seconds(answered.Length == 0 ? null : answered.Min(static call => call.Ended), from),
            Seconds(message == long.MaxValue ? null : message, from),
            lost,
            contestant.Doubled,
            failed.Length);
    }

    private static double? Seconds(long? at, long from) => at is { } then ? (then - from) / 1000.0 : null;

    private static string Id(string client) => client.Split(' ')[0];

    // The contestants' sockets as the server lists them, each by a number that it keeps for as long as it lives.
    private async Task<string[]> SocketsAsync()
    {
        while (true)
        {
            try
            {
                var list = (string)(await Admin.ExecuteAsync("CLIENT", "LIST").ConfigureAwait(false))!;

                // With RESP3 the text says first that it is one.
                return
                [
                    .. list.Replace("txt:", string.Empty, StringComparison.Ordinal).Split('\n')
                        .Where(static line => line.Length > 0 && !line.Contains($" name={HarmScene.AdminName} ", StringComparison.Ordinal)),
                ];
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                await Task.Delay(Pace).ConfigureAwait(false);
            }
        }
    }

    // Through a socket of its own, so that no fault of the contestants' connections holds it up.
    private async Task PublishAsync()
    {
        for (var number = 1L; !_stop.IsCancellationRequested; number++)
        {
            _ = OneAsync(number);
            await Task.Delay(Pace, CancellationToken.None).ConfigureAwait(false);
        }

        async Task OneAsync(long number)
        {
            try
            {
                if (Scene.Publisher is { IsConnected: true } publisher)
                {
                    var published = Environment.TickCount64;
                    _published[number] = published;
                    await publisher.GetDatabase().PublishAsync(_channel, number).ConfigureAwait(false);
                }
            }
#pragma warning disable CA1031 // Not published, so nobody can miss it.
            catch (Exception)
#pragma warning restore CA1031
            {
                _published.TryRemove(number, out _);
            }
        }
    }
}
