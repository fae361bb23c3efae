// Connecting synchronously in async code.
using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG4004.Factory.Before
{
    public class Connections
    {
        private readonly string _configuration;

        public Connections(string configuration) => _configuration = configuration;

        public async Task<ConnectionMultiplexer> CreateAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(10, cancellationToken);
            var options = ConfigurationOptions.Parse(_configuration);
            options.AbortOnConnectFail = false;
            return ConnectionMultiplexer.Connect(options); // expect: RG4004
        }
    }
}

namespace RG4004.Factory.After
{
    public class Connections
    {
        private readonly string _configuration;

        public Connections(string configuration) => _configuration = configuration;

        public async Task<ConnectionMultiplexer> CreateAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(10, cancellationToken);
            var options = ConfigurationOptions.Parse(_configuration);
            options.AbortOnConnectFail = false;
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
    }
}

namespace RG4004.Wait.Before
{
    public static class Opening
    {
        public static IConnectionMultiplexer Open(string configuration)
        {
            var opening = ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG4004
            return opening.ConfigureAwait(false).GetAwaiter().GetResult();
        }
    }
}

namespace RG4004.Wait.After
{
    public static class Opening
    {
        public static IConnectionMultiplexer Open(string configuration) => ConnectionMultiplexer.Connect(configuration);
    }
}
