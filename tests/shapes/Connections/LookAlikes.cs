// What only looks like a fault. Every rule must be silent on all of this.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LookAlikes.EntryPoint
{
    public static class Program
    {
        public static async Task Main(string[] args)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(args.Length > 0 ? args[0] : "localhost");
            await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("orders"), (_, message) => Console.WriteLine(message));
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
            await builder.Build().RunAsync();
        }
    }
}

namespace LookAlikes.OnceAndKept
{
    public static class Statics
    {
        private static readonly ConnectionMultiplexer s_eager = ConnectionMultiplexer.Connect("a");
        private static readonly IDatabase s_database = ConnectionMultiplexer.Connect("b").GetDatabase();
        private static readonly Lazy<Task<ConnectionMultiplexer>> s_lazy = new(OpenAsync);
        private static readonly IConnectionMultiplexer[] s_pool = Enumerable.Range(0, 4).Select(_ => (IConnectionMultiplexer)ConnectionMultiplexer.Connect("c")).ToArray();
        private static readonly IDatabase s_fromConstructor;
        private static int s_next;

        static Statics()
        {
            var options = ConfigurationOptions.Parse("d");
            s_fromConstructor = ConnectionMultiplexer.Connect(options).GetDatabase();
        }

        public static IDatabase Next() => s_pool[Interlocked.Increment(ref s_next) & 3].GetDatabase();

        public static bool All => s_eager.IsConnected && s_database.IsConnected("x") && s_fromConstructor.IsConnected("x") && s_lazy.IsValueCreated;

        private static async Task<ConnectionMultiplexer> OpenAsync()
        {
            var connection = await ConnectionMultiplexer.ConnectAsync("e");
            connection.ErrorMessage += (_, e) => Console.Error.WriteLine(e.Message);
            return connection;
        }

        [ModuleInitializer]
        internal static void Warm() => ConnectionMultiplexer.Connect("warm").GetDatabase().Ping();
    }
}

namespace LookAlikes.Owners
{
    public sealed class Explicit : IDisposable
    {
        private readonly IConnectionMultiplexer _connection = ConnectionMultiplexer.Connect("a");

        public IDatabase Database => _connection.GetDatabase();

        void IDisposable.Dispose() => _connection.Close();
    }

    public class Core : IAsyncDisposable
    {
        private ConnectionMultiplexer? _connection;

        public async Task<Core> InitializeAsync(string configuration)
        {
            _connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            return this;
        }

        protected virtual async ValueTask DisposeAsyncCore()
        {
            if (_connection is not null)
            {
                await _connection.DisposeAsync().ConfigureAwait(false);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await DisposeAsyncCore();
            GC.SuppressFinalize(this);
        }
    }

    public sealed class ManyAtOnce : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _connections = new();
        private readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> _byName = new();

        public ManyAtOnce(IEnumerable<string> hosts)
        {
            foreach (var host in hosts)
            {
                _connections.Add(ConnectionMultiplexer.Connect(host));
            }
        }

        public IDatabase Get(string name)
            => _byName.GetOrAdd(name, n => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(n))).Value.GetDatabase();

        public void Dispose()
        {
            _connections.ForEach(connection => connection.Dispose());
            foreach (var lazy in _byName.Values)
            {
                lazy.Value.Dispose();
            }
        }
    }

    public sealed class OwnsOrBorrows : IDisposable
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly bool _owns;

        public OwnsOrBorrows(IConnectionMultiplexer? connection, string configuration)
        {
            _owns = connection is null;
            _connection = connection ?? ConnectionMultiplexer.Connect(configuration);
        }

        public TimeSpan Ping() => _connection.GetDatabase().Ping();

        public void Dispose()
        {
            if (_owns)
            {
                _connection.Dispose();
            }
        }
    }

    public sealed class Hosted(IConfiguration configuration) : IHostedService
    {
        private ConnectionMultiplexer? _connection;

        public async Task StartAsync(CancellationToken cancellationToken)
            => _connection = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!);

        public Task StopAsync(CancellationToken cancellationToken) => _connection?.CloseAsync() ?? Task.CompletedTask;
    }

    public abstract class Base(IConnectionMultiplexer connection) : IDisposable
    {
        protected IConnectionMultiplexer Connection { get; } = connection;

        public void Dispose()
        {
            Connection.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    public sealed class Derived(string configuration) : Base(ConnectionMultiplexer.Connect(configuration))
    {
        public bool Exists(string key) => Connection.GetDatabase().KeyExists(key);
    }
}

namespace LookAlikes.Registered
{
    public interface IConnectionFactory
    {
        IConnectionMultiplexer Get();
    }

    public class ConnectionFactory : IConnectionFactory
    {
        private readonly IConnectionMultiplexer _connection;

        public ConnectionFactory(IOptions<ConfigurationOptions> options) => _connection = ConnectionMultiplexer.Connect(options.Value);

        public IConnectionMultiplexer Get() => _connection;
    }

    public static class Composition
    {
        public static IServiceCollection AddShared(this IServiceCollection services, IConfiguration configuration)
        {
            services.AddSingleton<IConnectionFactory, ConnectionFactory>();
            services.AddSingleton(Open);
            services.AddKeyedSingleton<IConnectionMultiplexer>("sessions", (_, _) => ConnectionMultiplexer.Connect("sessions"));
            services.AddTransient(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetSubscriber());
            return services;

            IConnectionMultiplexer Open(IServiceProvider provider)
            {
                var logger = provider.GetRequiredService<ILogger<ConnectionFactory>>();
                var connection = ConnectionMultiplexer.Connect(configuration["Redis"]!);
                connection.ConnectionRestored += (_, e) => logger.LogInformation("{Endpoint} is back", e.EndPoint);
                return connection;
            }
        }

        public static ISignalRServerBuilder AddScaleOut(this ISignalRServerBuilder builder, ConfigurationOptions options)
        {
            builder.Services.Configure<Backplane>(backplane => backplane.ConnectionFactory = async writer => await ConnectionMultiplexer.ConnectAsync(options, writer));
            return builder;
        }
    }

    public class Backplane
    {
        public Func<TextWriter, Task<IConnectionMultiplexer>>? ConnectionFactory { get; set; }
    }
}

namespace LookAlikes.HandedOn
{
    public sealed class Handle(IConnectionMultiplexer connection) : IDisposable
    {
        public IDatabase Database => connection.GetDatabase();

        public void Dispose() => connection.Dispose();
    }

    public static class Handles
    {
        public static async Task<Handle> OpenAsync(string configuration)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
            return new Handle(connection);
        }

        public static bool TryOpen(string configuration, out ConnectionMultiplexer? connection)
        {
            try
            {
                connection = ConnectionMultiplexer.Connect(configuration);
                return true;
            }
            catch (RedisConnectionException)
            {
                connection = null;
                return false;
            }
        }

        public static async Task<(ConnectionMultiplexer Connection, bool IsShared)> CreateAsync(string configuration)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            return (connection, false);
        }

        public static IEnumerable<ConnectionMultiplexer> OpenAll(IEnumerable<string> hosts)
        {
            foreach (var host in hosts)
            {
                yield return ConnectionMultiplexer.Connect(host);
            }
        }

        public static void With(string configuration, Action<IDatabase> work, CancellationToken token)
        {
            var connection = ConnectionMultiplexer.Connect(configuration);
            token.Register(() => connection.Dispose());
            work(connection.GetDatabase());
        }
    }
}

namespace LookAlikes.Guarded
{
    public sealed class ForceReconnect : IDisposable
    {
        private static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(60);
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly string _configuration;
        private ConnectionMultiplexer _connection;
        private DateTimeOffset _last = DateTimeOffset.MinValue;

        public ForceReconnect(string configuration)
        {
            _configuration = configuration;
            _connection = ConnectionMultiplexer.Connect(configuration);
        }

        public async Task ReconnectAsync()
        {
            await _gate.WaitAsync();
            try
            {
                if (DateTimeOffset.UtcNow - _last < MinimumInterval)
                {
                    return;
                }

                _last = DateTimeOffset.UtcNow;
                var old = _connection;
                _connection = await ConnectionMultiplexer.ConnectAsync(_configuration);
                await old.CloseAsync();
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose()
        {
            _gate.Dispose();
            _connection.Dispose();
        }
    }

    public sealed class Winner
    {
        private ConnectionMultiplexer? _connection;

        public IDatabase Database
        {
            get
            {
                if (Volatile.Read(ref _connection) is { } known)
                {
                    return known.GetDatabase();
                }

                var fresh = ConnectionMultiplexer.Connect("localhost");
                var first = Interlocked.CompareExchange(ref _connection, fresh, null);
                if (first is not null)
                {
                    fresh.Dispose();
                    return first.GetDatabase();
                }

                return fresh.GetDatabase();
            }
        }

        public void Stop() => Interlocked.Exchange(ref _connection, null)?.Dispose();
    }

    public static class PerThread
    {
        [ThreadStatic]
        private static ConnectionMultiplexer? t_connection;

        public static IDatabase Database => (t_connection ??= ConnectionMultiplexer.Connect("localhost")).GetDatabase();
    }

    public class Synchronised
    {
        private ConnectionMultiplexer? _connection;

        [MethodImpl(MethodImplOptions.Synchronized)]
        public IDatabase Database() => (_connection ??= ConnectionMultiplexer.Connect("localhost")).GetDatabase();

        [MethodImpl(MethodImplOptions.Synchronized)]
        public void Close()
        {
            _connection?.Dispose();
            _connection = null;
        }
    }
}

namespace LookAlikes.ClosingOnesOwn
{
    public class Maintenance(ILogger<Maintenance> logger)
    {
        public async Task StartAsync(string configuration, CancellationToken cancellationToken)
        {
            ConnectionMultiplexer? admin = null;
            for (var attempt = 0; admin is null; attempt++)
            {
                try
                {
                    admin = await ConnectionMultiplexer.ConnectAsync(configuration + ",allowAdmin=true"); // allow: RG1001
                }
                catch (RedisConnectionException exception) when (attempt < 5)
                {
                    logger.LogWarning(exception, "not yet");
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                }
            }

            await using (admin)
            {
                await admin.GetDatabase().PingAsync();
            }
        }

        public static void Shutdown(IConnectionMultiplexer connection)
        {
            connection.Close(allowCommandsToComplete: true);
            connection.Dispose();
        }
    }

    public sealed class Lease(IConnectionMultiplexer connection, bool leaveOpen) : IDisposable
    {
        public void Dispose()
        {
            if (!leaveOpen)
            {
                connection.Dispose();
            }
        }
    }
}

namespace LookAlikes.SomebodyElses
{
    public class ConnectionMultiplexer : IDisposable
    {
        public static ConnectionMultiplexer Connect(string configuration) => new();
        public void Dispose() { }
    }

    public class Caller
    {
        public void Call()
        {
            var connection = ConnectionMultiplexer.Connect("a");
            Console.WriteLine(connection);
        }
    }
}

namespace LookAlikes.OpenedTogether
{
    public static class Once
    {
        private static readonly List<ConnectionMultiplexer> s_all = new();

        // Each of these runs once, and closes, hands on or keeps what it opened.
        public static void Main(string[] hosts)
        {
            var closedOneByOne = new List<ConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                closedOneByOne.Add(ConnectionMultiplexer.Connect(host));
            }

            for (var i = 0; i < closedOneByOne.Count; i++)
            {
                closedOneByOne[i].Dispose();
            }

            var popped = new Stack<IConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                popped.Push(ConnectionMultiplexer.Connect(host));
            }

            while (popped.TryPop(out var connection))
            {
                connection.Dispose();
            }

            var byName = new Dictionary<string, IConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                byName[host] = ConnectionMultiplexer.Connect(host);
            }

            Task.WaitAll(byName.Values.Select(connection => connection.CloseAsync()).ToArray());

            var captured = new List<ConnectionMultiplexer>();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => captured.ForEach(connection => connection.Dispose());
            foreach (var host in hosts)
            {
                captured.Add(ConnectionMultiplexer.Connect(host));
            }

            var elsewhere = s_all;
            foreach (var host in hosts)
            {
                elsewhere.Add(ConnectionMultiplexer.Connect(host));
            }
        }

        public static IReadOnlyList<ConnectionMultiplexer> Open(string[] hosts)
        {
            var opened = new ConnectionMultiplexer[hosts.Length];
            for (var i = 0; i < hosts.Length; i++)
            {
                opened[i] = ConnectionMultiplexer.Connect(hosts[i]);
            }

            return opened;
        }

        public static ConnectionMultiplexer First(string[] hosts)
        {
            var opened = new List<ConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                opened.Add(ConnectionMultiplexer.Connect(host));
            }

            return opened[0];
        }
    }

    public class Reader
    {
        public async Task ReadAsync(string[] keys)
        {
            using var connection = await ConnectionMultiplexer.ConnectAsync("localhost"); // allow: RG1001
            var database = connection.GetDatabase();
            var values = await Task.WhenAll(keys.Select(key => database.StringGetAsync(key)));
            var again = keys.Select(key => database.StringGet(key)).ToList();
            var counting = Task.Run(() => database.StringIncrement("count"));
            await counting;
            foreach (var value in keys.Select(key => database.StringGet(key)))
            {
                Console.WriteLine($"{value} {values.Length} {again.Count}");
            }
        }
    }
}
