// A loop that turns until the program ends puts each time a fresh connection over the one before, whatever kind of loop it is.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.LoopsThatRenew
{
    public sealed class Rotating(string[] hosts) : BackgroundService
    {
        private ConnectionMultiplexer? _redis;

        public IDatabase? Database => _redis?.GetDatabase();

        public override void Dispose()
        {
            _redis?.Dispose();
            base.Dispose();
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (int i = 0; !stoppingToken.IsCancellationRequested; i = (i + 1) % hosts.Length)
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(hosts[i]); // expect: RG1004
                await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
            }
        }
    }

    public sealed class Following(IAsyncEnumerable<string> hosts) : BackgroundService
    {
        private ConnectionMultiplexer? _redis;

        public IDatabase? Database => _redis?.GetDatabase();

        public override void Dispose()
        {
            _redis?.Dispose();
            base.Dispose();
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (string host in hosts.WithCancellation(stoppingToken))
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(host); // expect: RG1004
            }
        }
    }

    public sealed class Consuming(BlockingCollection<string> hosts) : IDisposable
    {
        private ConnectionMultiplexer? _redis;

        public bool IsUp => _redis is { IsConnected: true };

        public void Follow(CancellationToken token)
        {
            foreach (string host in hosts.GetConsumingEnumerable(token))
            {
                _redis = ConnectionMultiplexer.Connect(host); // expect: RG1004
            }
        }

        public void Dispose() => _redis?.Dispose();
    }

    // The cure.
    public sealed class RotatingAndClosing(string[] hosts) : BackgroundService
    {
        private ConnectionMultiplexer? _redis;

        public IDatabase? Database => _redis?.GetDatabase();

        public override void Dispose()
        {
            _redis?.Dispose();
            base.Dispose();
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (int i = 0; !stoppingToken.IsCancellationRequested; i = (i + 1) % hosts.Length)
            {
                var old = _redis;
                _redis = await ConnectionMultiplexer.ConnectAsync(hosts[i]);
                old?.Dispose();
                await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
            }
        }
    }

    // Looks like it: the loop ends with the first host that answers.
    public sealed class FirstThatAnswers(IAsyncEnumerable<string> hosts) : IDisposable
    {
        private ConnectionMultiplexer? _redis;

        public bool IsUp => _redis is { IsConnected: true };

        public async Task StartAsync()
        {
            await foreach (string host in hosts)
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(host);
                break;
            }
        }

        public void Dispose() => _redis?.Dispose();
    }
}
