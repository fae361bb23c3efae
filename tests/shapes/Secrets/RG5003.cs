// Password written to a log.
using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG5003.Structured.Before
{
    public class Connector(ILogger<Connector> logger, ConfigurationOptions options)
    {
        public async Task<ConnectionMultiplexer> ConnectAsync()
        {
            logger.LogInformation("Connecting to {Redis}", options); // expect: RG5003
            var connection = await ConnectionMultiplexer.ConnectAsync(options);
            logger.LogInformation("Connected to {Redis}", connection.Configuration); // expect: RG5003
            return connection;
        }
    }
}

namespace RG5003.Structured.After
{
    public class Connector(ILogger<Connector> logger, ConfigurationOptions options)
    {
        public async Task<ConnectionMultiplexer> ConnectAsync()
        {
            logger.LogInformation("Connecting to {Redis}", options.ToString(includePassword: false));
            var connection = await ConnectionMultiplexer.ConnectAsync(options);
            logger.LogInformation("Connected as {Name} to {EndPoints}", connection.ClientName, connection.GetEndPoints());
            return connection;
        }
    }
}

namespace RG5003.Exception.Before
{
    public class Health
    {
        private readonly IConnectionMultiplexer _redis;

        public Health(IConnectionMultiplexer redis) => _redis = redis;

        public void Check()
        {
            if (!_redis.IsConnected)
            {
                throw new InvalidOperationException($"Redis is down: {_redis.Configuration}"); // expect: RG5003
            }
        }

        public System.Exception Failure(System.Exception inner) => new ApplicationException("No answer from " + _redis.Configuration, inner); // expect: RG5003
    }
}

namespace RG5003.Exception.After
{
    public class Health
    {
        private readonly IConnectionMultiplexer _redis;

        public Health(IConnectionMultiplexer redis) => _redis = redis;

        public void Check()
        {
            if (!_redis.IsConnected)
            {
                throw new InvalidOperationException($"Redis is down: {string.Join(',', (object[])_redis.GetEndPoints())}");
            }
        }
    }
}

namespace RG5003.Console.Before
{
    public static class Tool
    {
        public static void Show(string configuration)
        {
            var options = ConfigurationOptions.Parse(configuration);
            options.ClientName = "tool";
            System.Console.WriteLine("Using " + options); // expect: RG5003
            System.Console.Out.WriteLine("{0}: {1}", DateTime.Now, options.ToString()); // expect: RG5003
            Trace.TraceInformation($"Using {options}"); // expect: RG5003
        }
    }
}

namespace RG5003.Console.After
{
    public static class Tool
    {
        public static void Show(string configuration)
        {
            var options = ConfigurationOptions.Parse(configuration);
            options.ClientName = "tool";
            System.Console.WriteLine("Using " + options.ToString(false));
            System.Console.Out.WriteLine("{0}: {1}", DateTime.Now, options.ClientName);
        }
    }
}

namespace RG5003.Generated.Before
{
    public static class Logs
    {
        private static readonly Action<ILogger, string, System.Exception?> s_connected =
            LoggerMessage.Define<string>(LogLevel.Information, new EventId(1), "Connected to {Redis}");

        public static void Connected(this ILogger logger, IConnectionMultiplexer redis) => s_connected(logger, redis.Configuration, null); // expect: RG5003

        public static void Failed(this ILogger logger, IDatabase database, System.Exception exception)
        {
            string where = database.Multiplexer.Configuration;
            logger.Log(LogLevel.Error, exception, "Failed at {Where}", where); // expect: RG5003
        }
    }
}

namespace RG5003.Generated.After
{
    public static class Logs
    {
        private static readonly Action<ILogger, string, System.Exception?> s_connected =
            LoggerMessage.Define<string>(LogLevel.Information, new EventId(1), "Connected to {Redis}");

        public static void Connected(this ILogger logger, IConnectionMultiplexer redis) => s_connected(logger, redis.ClientName, null);

        public static void Failed(this ILogger logger, IDatabase database, System.Exception exception)
        {
            int where = database.Database;
            logger.Log(LogLevel.Error, exception, "Failed at {Where}", where);
        }
    }
}

namespace RG5003.Handed.Before
{
    public class Startup(ILogger<Startup> logger, string connectionString) : IHostedService
    {
        private readonly ConfigurationOptions _options = ConfigurationOptions.Parse(connectionString);

        private string Text => _options.ToString();

        public Task StartAsync(System.Threading.CancellationToken cancellationToken)
        {
            logger.LogWarning("Starting with {Options}", Text); // expect: RG5003
            Describe(_options.ToString());
            return Task.CompletedTask;
        }

        public Task StopAsync(System.Threading.CancellationToken cancellationToken) => Task.CompletedTask;

        private void Describe(string text) => logger.LogDebug("Options: {Length}", text.Length);
    }
}

namespace RG5003.Handed.After
{
    public class Startup(ILogger<Startup> logger, string connectionString) : IHostedService
    {
        private readonly ConfigurationOptions _options = ConfigurationOptions.Parse(connectionString);

        private string Text => _options.ToString(includePassword: false);

        public Task StartAsync(System.Threading.CancellationToken cancellationToken)
        {
            logger.LogWarning("Starting with {Options}", Text);
            return Task.CompletedTask;
        }

        public Task StopAsync(System.Threading.CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

namespace RG5003.KeptAsText.Before
{
    public sealed class Startup
    {
        private readonly ILogger<Startup> _logger;
        private readonly string _redis;

        public Startup(ILogger<Startup> logger, string configuration)
        {
            _logger = logger;
            _redis = "redis at " + ConfigurationOptions.Parse(configuration);
        }

        public void Report() => _logger.LogWarning("Using {Redis}", _redis); // expect: RG5003
    }

    public sealed class Monitor
    {
        private readonly IConnectionMultiplexer _connection;

        public Monitor(IConnectionMultiplexer connection)
        {
            _connection = connection;
            Target = connection.Configuration;
        }

        private string Target { get; set; }

        public void Print()
        {
            System.Console.WriteLine($"{Target}: {_connection.IsConnected}"); // expect: RG5003
        }
    }

    public static class Diagnosis
    {
        public static void Show(ILogger logger, ConfigurationOptions options, bool isLong)
        {
            string text = "redis";
            if (isLong)
            {
                text = options.ToString();
            }

            logger.LogDebug("target: {Text}", text); // expect: RG5003
        }
    }
}

namespace RG5003.KeptAsText.After
{
    public sealed class Startup
    {
        private readonly ILogger<Startup> _logger;
        private readonly string _redis;

        public Startup(ILogger<Startup> logger, string configuration)
        {
            _logger = logger;
            _redis = "redis at " + ConfigurationOptions.Parse(configuration).ToString(includePassword: false);
        }

        public void Report() => _logger.LogWarning("Using {Redis}", _redis);
    }

    public sealed class Monitor
    {
        private readonly IConnectionMultiplexer _connection;

        public Monitor(IConnectionMultiplexer connection)
        {
            _connection = connection;
            Target = connection.ClientName;
        }

        private string Target { get; set; }

        public void Print()
        {
            System.Console.WriteLine($"{Target}: {_connection.IsConnected}");
        }
    }

    public static class Diagnosis
    {
        public static void Show(ILogger logger, ConfigurationOptions options, bool isLong)
        {
            string text = "redis";
            if (isLong)
            {
                text = options.ToString(includePassword: false);
            }

            logger.LogDebug("target: {Text}", text);
        }
    }
}
