using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RedisGuard.Pool.Tests.Harm;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Recipes;

/// <summary>
/// An application that has a distributed cache, data protection and SignalR on a pool, wired as docs/migrating.md says, and uses
/// all three through the whole of a bad hour. Whether they live is asked of the objects that it has had from the beginning.
/// </summary>
internal sealed class RecipeContestant(string configuration) : Contestant("recipes")
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    // Two hosts of the same application: what one sends, the clients of the other get.
    private readonly ServiceProvider _host = Host(configuration);
    private readonly ServiceProvider _otherHost = Host(configuration);
    private readonly Pipe _toClient = new();
    private readonly StringBuilder _received = new();
    private readonly CancellationTokenSource _stop = new();
    private HubConnectionContext? _client;
    private IConnectionMultiplexer? _connection;
    private Task _using = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    public override IConnectionMultiplexer Connection => _connection!;

    private IDistributedCache Cache => _host.GetRequiredService<IDistributedCache>();

    private IXmlRepository Keys => _host.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!;

    /// <summary>Waits until every one of them works again.</summary>
    public async Task ProveAsync()
    {
        await Eventually.TrueAsync(() => WorksAsync(CacheAsync), "the distributed cache works");
        await Eventually.TrueAsync(() => WorksAsync(ProtectAsync), "data protection works");
        await Eventually.TrueAsync(() => WorksAsync(SendAsync), "SignalR's backplane works");
    }

    protected override async Task ConnectAsync()
    {
        _connection = await _host.GetRequiredService<RedisPool>().GetConnectionAsync().ConfigureAwait(false);
        _reading = ReadAsync();
        _client = new HubConnectionContext(
            new DefaultConnectionContext("client", new ClientPipe(_toClient), new ClientPipe(new Pipe())), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
        {
            Protocol = new JsonHubProtocol(),
        };
        await Eventually.TrueAsync(() => WorksAsync(EnterAsync), "SignalR's backplane takes a client in").ConfigureAwait(false);
        await ProveAsync().ConfigureAwait(false);
        _using = UseAsync();
    }

    protected override Task SubscribeAsync(RedisChannel channel) =>
        _connection!.GetSubscriber().SubscribeAsync(channel, (_, value) => Receive(value));

    protected override Task UnsubscribeAsync(RedisChannel channel) => _connection!.GetSubscriber().UnsubscribeAsync(channel);

    protected override async Task CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _using.ConfigureAwait(false);
        await EndAsync(_host).ConfigureAwait(false);
        await EndAsync(_otherHost).ConfigureAwait(false);
        await _toClient.Writer.CompleteAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _stop.Dispose();
    }

    // SignalR unsubscribes from every channel at its end, and throws when a socket is lost in that moment.
    private static async Task EndAsync(ServiceProvider host)
    {
        try
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Its own goodbye; what it was there for was proved before.
        }
    }

    private static ServiceProvider Host(string configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddRedisGuard(options => options.Configuration = configuration);

        // From here on it is the page.
        services.AddStackExchangeRedisCache(_ => { });
        services.AddOptions<RedisCacheOptions>().Configure<RedisPool>(
            (options, pool) => options.ConnectionMultiplexerFactory = () => pool.GetConnectionAsync());

        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().Configure<RedisPool>(
            (options, pool) => options.XmlRepository = new RedisXmlRepository(() => pool.GetDatabase(), "DataProtection-Keys"));

        services.AddSignalR().AddStackExchangeRedis();
        services.AddOptions<Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisOptions>().Configure<RedisPool>(
            (options, pool) => options.ConnectionFactory = async _ => await pool.GetConnectionAsync());
        return services.BuildServiceProvider();
    }

    private static async Task<bool> WorksAsync(Func<Task<bool>> recipe)
    {
        try
        {
            return await recipe().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or IOException or InvalidOperationException or OperationCanceledException or NullReferenceException)
        {
            // Not yet. One that is disposed for ever never works, and the deadline tells. SignalR has for a moment, while it connects, a
            // connection but nothing to subscribe with: who comes then meets a null.
            return false;
        }
    }

    private async Task<bool> EnterAsync()
    {
        await _otherHost.GetRequiredService<HubLifetimeManager<TestHub>>().OnConnectedAsync(_client!).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> CacheAsync()
    {
        var value = Guid.NewGuid().ToByteArray();
        await Cache.SetAsync("recipe", value).ConfigureAwait(false);
        return (await Cache.GetAsync("recipe").ConfigureAwait(false))?.AsSpan().SequenceEqual(value) == true;
    }

    private Task<bool> ProtectAsync()
    {
        var protector = _host.GetRequiredService<IDataProtectionProvider>().CreateProtector("recipe");
        var name = Guid.NewGuid().ToString("N");
        Keys.StoreElement(new XElement("probe", name), name);
        return Task.FromResult(
            protector.Unprotect(protector.Protect("secret")) == "secret"
            && Keys.GetAllElements().Any(element => element.Value == name));
    }

    private async Task<bool> SendAsync()
    {
        var text = Guid.NewGuid().ToString("N");
        await _host.GetRequiredService<HubLifetimeManager<TestHub>>().SendAllAsync("tell", [text]).ConfigureAwait(false);
        for (var look = 0; look < 50; look++)
        {
            lock (_received)
            {
                if (_received.ToString().Contains(text, StringComparison.Ordinal))
                {
                    _received.Clear();
                    return true;
                }
            }

            await Task.Delay(Pace / 5).ConfigureAwait(false);
        }

        return false;
    }

    // What fails here fails a caller of the application, and must harm nobody after.
    private async Task UseAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = WorksAsync(CacheAsync);
            _ = WorksAsync(async () =>
            {
                await _host.GetRequiredService<HubLifetimeManager<TestHub>>().SendAllAsync("tell", ["used"]).ConfigureAwait(false);
                return true;
            });
            await Task.Delay(Pace, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var read = await _toClient.Reader.ReadAsync().ConfigureAwait(false);
            lock (_received)
            {
                _received.Append(Encoding.UTF8.GetString(read.Buffer));
            }

            _toClient.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

#pragma warning disable CA1812 // SignalR makes it, if anybody does.
    private sealed class TestHub : Hub;
#pragma warning restore CA1812

    private sealed class ClientPipe(Pipe pipe) : IDuplexPipe
    {
        public PipeReader Input { get; } = new Pipe().Reader;

        public PipeWriter Output => pipe.Writer;
    }
}
