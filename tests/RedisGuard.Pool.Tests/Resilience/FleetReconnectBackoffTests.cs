using System.Net;
using System.Net.Sockets;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class FleetReconnectBackoffTests
{
    private const int Rate = 200;
    private readonly SocketLedger _sockets = new();
    private readonly ConfigurationOptions _configuration = new();

    [Fact]
    public void LonelyClient_IsGrantedAnAttemptAtEveryHeartbeat()
    {
        var policy = Policy(clients: 2);

        Assert.All(Enumerable.Range(0, 100), attempt => Assert.True(policy.ShouldRetry(attempt, 1000)));
    }

    [Fact]
    public void LargeFleet_DrawsItsFirstWaitFromTheWholeSpread_AndThenKeepsToIt()
    {
        var first = Enumerable.Range(0, 1000).Select(_ => Wait(Policy(clients: 2000), 0)).Order().ToArray();
        var later = Enumerable.Range(0, 1000).Select(_ => Wait(Policy(clients: 2000), 7)).Order().ToArray();

        Assert.InRange(first[100], 500, 1500); // a tenth of them within about a tenth of 10 s
        Assert.InRange(first[900], 8500, 9500);
        Assert.InRange(later[0], 9000, 9100);
        Assert.InRange(later[^1], 10_900, 11_001);
    }

    [Fact]
    public void Wait_IsNeverLongerThanTheCap() =>
        Assert.InRange(Wait(Policy(clients: 1_000_000), 3), 54_000, 66_000);

    [Fact]
    public void UnknownFleet_KeepsTheSchedule() => Assert.InRange(Wait(Policy(clients: 0), 4), 16_000, 32_000);

    [Fact]
    public void ConnectUnderWay_HasTheTimeThatTheConfigurationGivesIt()
    {
        _sockets.Attach(_configuration, TimeSpan.FromSeconds(30));
        using var connecting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _configuration.BeforeSocketConnect!(new IPEndPoint(IPAddress.Loopback, 1), ConnectionType.Interactive, connecting);
        var policy = Policy(clients: 2);

        Assert.False(policy.ShouldRetry(0, 0));
        connecting.Dispose();
        Assert.True(policy.ShouldRetry(0, 500));
    }

    /// <summary>The library asks also whether the connect that is under way has taken too long.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(0, 1, true)]
    [InlineData(0, 60_000, false)]
    public void ConnectThatHangs_IsGivenUpWhenItsTimeIsOver_AndTheScheduleAllowsAnother(int left, int longestWait, bool expected)
    {
        _sockets.Attach(_configuration, TimeSpan.FromSeconds(30));
        using var connecting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _configuration.BeforeSocketConnect!(new IPEndPoint(IPAddress.Loopback, 1), ConnectionType.Interactive, connecting);
        var policy = new FleetReconnectBackoff(new FleetSize(Rate), new Backoff(5, 2, TimeSpan.FromMilliseconds(longestWait)), _sockets, _configuration);

        var elapsed = (int)Assert.Single(_sockets.Open).Age.TotalMilliseconds + 1;
        _configuration.ConnectTimeout = elapsed + left;

        Assert.Equal(expected, policy.ShouldRetry(0, elapsed));
    }

    /// <summary>With TLS a connect isn't over when TCP has connected.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SocketThatTcpHasConnected_IsStillUnderWay_WhereTlsFollows(bool ssl)
    {
        _configuration.Ssl = ssl;
        _sockets.Attach(_configuration, TimeSpan.FromSeconds(30));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _configuration.BeforeSocketConnect!(listener.LocalEndpoint, ConnectionType.Interactive, connected);
        await connected.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        var policy = new FleetReconnectBackoff(new FleetSize(Rate), new Backoff(5, 2, TimeSpan.FromMilliseconds(1)), _sockets, _configuration);

        var elapsed = (int)Assert.Single(_sockets.Open).Age.TotalMilliseconds + 1;
        _configuration.ConnectTimeout = elapsed + 1000;

        Assert.Equal(!ssl, policy.ShouldRetry(0, elapsed));
    }

    /// <summary>The library's clock is a 32-bit counter of milliseconds.</summary>
    [Fact]
    public void ClockThatHasGoneRound_IsAnAttempt() => Assert.True(Policy(clients: 2000).ShouldRetry(3, -1));

    [Theory]
    [InlineData(100, 1.0)]
    [InlineData(2000, 11.0)]
    public void FleetThatLostItsServer_ComesBackWithinItsSpread_AndWithoutAStorm(int clients, double seconds)
    {
        const double outage = 15;
        var random = new Random(1);
        var recoveries = Enumerable.Range(0, clients).Select(_ =>
        {
            // The library asks once a second, each client at a moment of its own, from the attempt that it makes at once.
            var (policy, time, last) = (Policy(clients), random.NextDouble(), 0.0);
            for (var attempt = 0; ; time++)
            {
                if (policy.ShouldRetry(attempt, (int)((time - last) * 1000)))
                {
                    if (time >= outage)
                    {
                        return time - outage;
                    }

                    (attempt, last) = (attempt + 1, time);
                }
            }
        }).ToArray();

        Assert.InRange(recoveries.Max(), 0, seconds + 1);
        Assert.InRange(recoveries.CountBy(static time => (int)(time * 10)).Max(static slot => slot.Value), 1, 60); // 40, and luck
    }

    private FleetReconnectBackoff Policy(long clients) => new(
        new FleetSize(Rate) { Clients = clients }, new Backoff(5, 2, TimeSpan.FromSeconds(60)), _sockets, _configuration);

    private static int Wait(FleetReconnectBackoff policy, int attempt)
    {
        var (least, most) = (0, 120_000);
        while (least < most)
        {
            var middle = (least + most) / 2;
            (least, most) = policy.ShouldRetry(attempt, middle) ? (least, middle) : (middle + 1, most);
        }

        return least;
    }
}
