// What a builder opens for its product, and the product forgets where it ends.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.Products
{
    public sealed class ForgetfulClient : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly SemaphoreSlim _one = new(1);

        internal ForgetfulClient(IConnectionMultiplexer redis) => _redis = redis;

        public TimeSpan Ping() => _redis.GetDatabase().Ping();

        public void Dispose() => _one.Dispose();
    }

    public sealed class CarefulClient : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        internal CarefulClient(IConnectionMultiplexer redis) => _redis = redis;

        public TimeSpan Ping() => _redis.GetDatabase().Ping();

        public void Dispose() => _redis.Dispose();
    }

    public sealed class OpenClient : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        internal OpenClient(IConnectionMultiplexer redis) => _redis = redis;

        public IConnectionMultiplexer Redis => _redis;

        public void Dispose()
        {
        }
    }

    public sealed class PlainClient
    {
        private readonly IConnectionMultiplexer _redis;

        internal PlainClient(IConnectionMultiplexer redis) => _redis = redis;

        public TimeSpan Ping() => _redis.GetDatabase().Ping();
    }

    public sealed class Builder
    {
        private string _configuration = string.Empty;

        public Builder At(string configuration)
        {
            _configuration = configuration;
            return this;
        }

        public ForgetfulClient Build() => new(ConnectionMultiplexer.Connect(_configuration)); // expect: RG1003|RG1002|RG1001

        public async Task<ForgetfulClient> BuildAsync()
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(_configuration); // expect: RG1003|RG1002|RG1001
            return new ForgetfulClient(redis);
        }

        public CarefulClient BuildWell() => new(ConnectionMultiplexer.Connect(_configuration));

        public OpenClient BuildOpen() => new(ConnectionMultiplexer.Connect(_configuration));

        public PlainClient BuildPlain() => new(ConnectionMultiplexer.Connect(_configuration));

        public ForgetfulClient Around(IConnectionMultiplexer redis) => new(redis);
    }

    public static class Registered
    {
        public static void Add(IServiceCollection services)
            => services.AddSingleton(_ => new PlainClient(ConnectionMultiplexer.Connect("localhost")));
    }

    public sealed class Shelf : IDisposable
    {
        private readonly List<ForgetfulClient> _clients = new();
        private readonly List<CarefulClient> _careful = new();
        private ForgetfulClient? _last;

        public ForgetfulClient Take()
        {
            if (_clients.Count < 10)
            {
                var client = new ForgetfulClient(ConnectionMultiplexer.Connect("localhost")); // expect: RG1003
                _clients.Add(client);
                return client;
            }

            return _clients[0];
        }

        public void Fill() => _clients.Add(new ForgetfulClient(ConnectionMultiplexer.Connect("localhost"))); // expect: RG1003

        public void Refresh() => _last = new ForgetfulClient(ConnectionMultiplexer.Connect("localhost")); // expect: RG1003|RG1004

        public CarefulClient TakeCareful()
        {
            var client = new CarefulClient(ConnectionMultiplexer.Connect("localhost"));
            _careful.Add(client);
            return client;
        }

        public TimeSpan Ping() => _last!.Ping();

        public void Dispose()
        {
            _clients.ForEach(client => client.Dispose());
            _careful.ForEach(client => client.Dispose());
            _last?.Dispose();
        }
    }
}
