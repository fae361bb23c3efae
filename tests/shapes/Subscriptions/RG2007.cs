// Event handler is never removed: the shared connection keeps it, and by it an object that is long done.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG2007.Getter.Before
{
    public class RedisContext
    {
        private readonly IConnectionMultiplexer _connection;

        public RedisContext(IConnectionMultiplexer connection) => _connection = connection;

        public IConnectionMultiplexer Connection
        {
            get
            {
                _connection.ConnectionRestored += OnRestored; // expect: RG2007
                return _connection;
            }
        }

        private void OnRestored(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);
    }
}

namespace RG2007.Getter.After
{
    public class RedisContext
    {
        public RedisContext(IConnectionMultiplexer connection)
        {
            Connection = connection;
            connection.ConnectionRestored += OnRestored;
        }

        public IConnectionMultiplexer Connection { get; }

        private void OnRestored(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);
    }
}

namespace RG2007.Disposable.Before
{
    public class ConnectionHealth : IDisposable
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly ILogger _logger;

        public ConnectionHealth(IConnectionMultiplexer connection, ILogger<ConnectionHealth> logger)
        {
            _logger = logger;
            _connection = connection;
            _connection.ConnectionFailed += OnFailed;
            _connection.ErrorMessage += OnError; // expect: RG2007
        }

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _logger.LogWarning(e.Exception, "Lost {EndPoint}", e.EndPoint);

        private void OnError(object? sender, RedisErrorEventArgs e) => _logger.LogError("{Message}", e.Message);

        public void Dispose() => _connection.ConnectionFailed -= OnFailed;
    }
}

namespace RG2007.Disposable.After
{
    public class ConnectionHealth : IDisposable
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly ILogger _logger;

        public ConnectionHealth(IConnectionMultiplexer connection, ILogger<ConnectionHealth> logger)
        {
            _logger = logger;
            _connection = connection;
            _connection.ConnectionFailed += OnFailed;
            _connection.ErrorMessage += OnError;
        }

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _logger.LogWarning(e.Exception, "Lost {EndPoint}", e.EndPoint);

        private void OnError(object? sender, RedisErrorEventArgs e) => _logger.LogError("{Message}", e.Message);

        public void Dispose()
        {
            _connection.ConnectionFailed -= OnFailed;
            _connection.ErrorMessage -= OnError;
        }
    }
}

namespace RG2007.Request.Before
{
    public class StatusController : ControllerBase
    {
        private readonly IConnectionMultiplexer _redis;

        public StatusController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpGet("/status")]
        public async Task<string> GetAsync()
        {
            string problem = "none";
            _redis.InternalError += (_, e) => problem = e.Exception.Message; // expect: RG2007
            await _redis.GetDatabase().PingAsync();
            return problem;
        }
    }
}

namespace RG2007.Request.After
{
    public class StatusController : ControllerBase
    {
        private readonly IConnectionMultiplexer _redis;

        public StatusController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpGet("/status")]
        public async Task<string> GetAsync()
        {
            string problem = "none";
            EventHandler<InternalErrorEventArgs> note = (_, e) => problem = e.Exception.Message;
            _redis.InternalError += note;
            try
            {
                await _redis.GetDatabase().PingAsync();
                return problem;
            }
            finally
            {
                _redis.InternalError -= note;
            }
        }
    }
}

namespace RG2007.Transient.Before
{
    public class SlotMap
    {
        private int _moves;

        public SlotMap(IDatabase database)
        {
            database.Multiplexer.HashSlotMoved += (_, _) => _moves++; // expect: RG2007
        }

        public int Moves => _moves;
    }

    public static class Registration
    {
        public static void Add(IServiceCollection services) => services.AddTransient<SlotMap>();
    }
}

namespace RG2007.Transient.After
{
    public class SlotMap
    {
        private int _moves;

        public SlotMap(IDatabase database)
        {
            database.Multiplexer.HashSlotMoved += (_, _) => _moves++;
        }

        public int Moves => _moves;
    }

    public static class Registration
    {
        public static void Add(IServiceCollection services) => services.AddSingleton<SlotMap>();
    }
}

namespace RG2007.WrongEvent.Before
{
    public sealed class Circuit : IAsyncDisposable
    {
        private readonly ConnectionMultiplexer _shared;

        public Circuit(ConnectionMultiplexer shared)
        {
            _shared = shared;
            _shared.ConnectionFailed += Toggle; // expect: RG2007
        }

        private void Toggle(object? sender, ConnectionFailedEventArgs e) => IsOpen = !IsOpen;

        public bool IsOpen { get; private set; }

        public ValueTask DisposeAsync()
        {
            _shared.ConnectionRestored -= Toggle;
            return default;
        }
    }
}

namespace RG2007.WrongEvent.After
{
    public sealed class Circuit : IAsyncDisposable
    {
        private readonly ConnectionMultiplexer _shared;

        public Circuit(ConnectionMultiplexer shared)
        {
            _shared = shared;
            _shared.ConnectionFailed += Toggle;
        }

        private void Toggle(object? sender, ConnectionFailedEventArgs e) => IsOpen = !IsOpen;

        public bool IsOpen { get; private set; }

        public ValueTask DisposeAsync()
        {
            _shared.ConnectionFailed -= Toggle;
            return default;
        }
    }
}

namespace RG2007.AccessorMethod.Before
{
    public class RedisStore
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly ILogger<RedisStore> _logger;

        public RedisStore(IConnectionMultiplexer connection, ILogger<RedisStore> logger)
        {
            _connection = connection;
            _logger = logger;
        }

        public async Task<string?> FindAsync(string key) => await GetDatabase().StringGetAsync(key);

        private IDatabase GetDatabase()
        {
            _connection.ConnectionFailed += OnFailed; // expect: RG2007
            return _connection.GetDatabase();
        }

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _logger.LogWarning("{EndPoint}", e.EndPoint);
    }
}

namespace RG2007.AccessorMethod.After
{
    public class RedisStore
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly ILogger<RedisStore> _logger;

        public RedisStore(IConnectionMultiplexer connection, ILogger<RedisStore> logger)
        {
            _connection = connection;
            _logger = logger;
            _connection.ConnectionFailed += OnFailed;
        }

        public async Task<string?> FindAsync(string key) => await GetDatabase().StringGetAsync(key);

        private IDatabase GetDatabase() => _connection.GetDatabase();

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _logger.LogWarning("{EndPoint}", e.EndPoint);
    }
}

namespace RG2007.ForOneCall.Before
{
    public class Health
    {
        private readonly IConnectionMultiplexer _connection;

        public Health(IConnectionMultiplexer connection) => _connection = connection;

        public async Task<int> FailuresAsync(TimeSpan time)
        {
            int failures = 0;
            _connection.InternalError += (_, _) => failures++; // expect: RG2007
            await Task.Delay(time);
            return failures;
        }

        public bool WaitForRestore(TimeSpan limit)
        {
            var restored = new ManualResetEvent(false);
            _connection.ConnectionRestored += OnRestored; // expect: RG2007
            return restored.WaitOne(limit);

            void OnRestored(object? sender, ConnectionFailedEventArgs e) => restored.Set();
        }

        public async Task<bool> IsUpAsync()
        {
            _connection.ConnectionFailed += static (_, e) => Console.WriteLine(e.FailureType); // expect: RG2007
            return await _connection.GetDatabase().KeyExistsAsync("up");
        }
    }

    [Microsoft.AspNetCore.Mvc.ApiController]
    public class StatusController : Microsoft.AspNetCore.Mvc.ControllerBase
    {
        private DateTime _failed;

        public StatusController(IConnectionMultiplexer connection)
        {
            if (connection.IsConnected && !connection.IsConnecting)
            {
                connection.ConnectionFailed += (_, _) => _failed = DateTime.UtcNow; // expect: RG2007
            }
        }

        [Microsoft.AspNetCore.Mvc.HttpGet("status")]
        public DateTime Get() => _failed;
    }
}

namespace RG2007.ForOneCall.After
{
    public class Health
    {
        private readonly IConnectionMultiplexer _connection;

        public Health(IConnectionMultiplexer connection) => _connection = connection;

        public async Task<int> FailuresAsync(TimeSpan time)
        {
            int failures = 0;
            EventHandler<InternalErrorEventArgs> count = (_, _) => failures++;
            _connection.InternalError += count;
            try
            {
                await Task.Delay(time);
                return failures;
            }
            finally
            {
                _connection.InternalError -= count;
            }
        }

        public async Task<bool> IsUpAsync() => await _connection.GetDatabase().KeyExistsAsync("up");
    }
}

namespace RG2007.Helper.Before
{
    public class Wired
    {
        private readonly IConnectionMultiplexer _connection;

        public Wired(IConnectionMultiplexer connection) => _connection = connection;

        public IConnectionMultiplexer Connection
        {
            get
            {
                Watch(_connection);
                return _connection;
            }
        }

        public void Check(string other)
        {
            using var own = ConnectionMultiplexer.Connect(other); // allow: RG1001
            Watch(own);
            own.GetDatabase().Ping();
        }

        private static void Watch(IConnectionMultiplexer connection)
        {
            connection.ConnectionFailed += (_, e) => Console.WriteLine(e.EndPoint); // expect: RG2007
        }
    }
}

namespace RG2007.Helper.After
{
    public static class Wired
    {
        private static readonly object s_gate = new();
        private static ConnectionMultiplexer? s_connection;

        public static ConnectionMultiplexer Connection
        {
            get
            {
                if (s_connection == null)
                {
                    lock (s_gate)
                    {
                        s_connection ??= Open();
                    }
                }

                return s_connection;
            }
        }

        private static ConnectionMultiplexer Open()
        {
            var connection = ConnectionMultiplexer.Connect("localhost");
            Watch(connection);
            return connection;
        }

        private static void Watch(IConnectionMultiplexer connection)
        {
            connection.ConnectionFailed += OnFailed;
            WatchErrors(connection);
        }

        private static void WatchErrors(IConnectionMultiplexer connection) => connection.ErrorMessage += (_, e) => Console.WriteLine(e.Message);

        private static void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);
    }
}
