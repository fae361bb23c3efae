// An unsubscribe in vain is one fault; a queue that one call has to itself says nothing of the type's end; a loop that a token ends gets past the unsubscribe behind it.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;

namespace Subscriptions.VainEnds
{
    public sealed class Stocks : ComponentBase, IDisposable
    {
        private decimal _price;

        [Inject]
        private IConnectionMultiplexer Redis { get; set; } = null!;

        protected override void OnInitialized() => Redis.GetSubscriber().Subscribe(RedisChannel.Literal("stock:a"), OnPrice);

        public void Dispose() => Redis.GetSubscriber().Unsubscribe(RedisChannel.Literal("stocks:a"), OnPrice); // expect: RG2003

        private void OnPrice(RedisChannel channel, RedisValue value)
        {
            _price = (decimal)value;
            InvokeAsync(StateHasChanged);
        }
    }

    // The cure.
    public sealed class StocksEnded : ComponentBase, IDisposable
    {
        private decimal _price;

        [Inject]
        private IConnectionMultiplexer Redis { get; set; } = null!;

        protected override void OnInitialized() => Redis.GetSubscriber().Subscribe(RedisChannel.Literal("stock:a"), OnPrice);

        public void Dispose() => Redis.GetSubscriber().Unsubscribe(RedisChannel.Literal("stock:a"), OnPrice);

        private void OnPrice(RedisChannel channel, RedisValue value)
        {
            _price = (decimal)value;
            InvokeAsync(StateHasChanged);
        }
    }

    // Looks like a type with an end: one of its calls reads a queue of its own.
    public sealed class Ticks(ISubscriber subscriber)
    {
        public event Action<double>? Tick;

        public Task StartAsync() => subscriber.SubscribeAsync(RedisChannel.Literal("ticks"), (_, value) => Tick?.Invoke((double)value));

        public async Task LoopAsync(CancellationToken token)
        {
            var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("ticks"));
            try
            {
                while (true)
                {
                    var message = await queue.ReadAsync(token);
                    Tick?.Invoke((double)message.Message);
                }
            }
            catch (OperationCanceledException)
            {
            }

            await queue.UnsubscribeAsync();
        }
    }

    public sealed class EventsController(ISubscriber subscriber) : ControllerBase
    {
        [HttpGet("events")]
        public async Task Events(CancellationToken aborted)
        {
            var queue = await subscriber.SubscribeAsync(RedisChannel.Pattern("events:*")); // expect: RG2002
            while (!aborted.IsCancellationRequested)
            {
                if (!queue.TryRead(out var message))
                {
                    await Task.Delay(100, aborted);
                }
                else
                {
                    await Response.WriteAsync(message.Message.ToString(), aborted);
                }
            }

            await queue.UnsubscribeAsync();
        }

        // The cure.
        [HttpGet("events/all")]
        public async Task All(CancellationToken aborted)
        {
            var queue = await subscriber.SubscribeAsync(RedisChannel.Pattern("events:*"));
            try
            {
                while (!aborted.IsCancellationRequested)
                {
                    if (!queue.TryRead(out var message))
                    {
                        await Task.Delay(100, aborted);
                    }
                    else
                    {
                        await Response.WriteAsync(message.Message.ToString(), aborted);
                    }
                }
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }
        }
    }
}
