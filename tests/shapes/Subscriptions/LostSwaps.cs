// Queues that are subscribed first and offered with CompareExchange, which keeps the first.
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG2002.LostSwaps.Before
{
    public class Feed
    {
        private readonly ISubscriber _subscriber;
        private ChannelMessageQueue? _queue;

        public Feed(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task<string?> NextAsync(CancellationToken token)
        {
            if (_queue is null)
            {
                var fresh = await _subscriber.SubscribeAsync(RedisChannel.Literal("feed")); // expect: RG2002
                Interlocked.CompareExchange(ref _queue, fresh, null);
            }

            return (await _queue.ReadAsync(token)).Message;
        }
    }
}

namespace RG2002.LostSwaps.After
{
    public class Feed
    {
        private readonly ISubscriber _subscriber;
        private ChannelMessageQueue? _queue;

        public Feed(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task<string?> NextAsync(CancellationToken token)
        {
            if (_queue is null)
            {
                var fresh = await _subscriber.SubscribeAsync(RedisChannel.Literal("feed"));
                if (Interlocked.CompareExchange(ref _queue, fresh, null) is not null)
                {
                    await fresh.UnsubscribeAsync();
                }
            }

            return (await _queue.ReadAsync(token)).Message;
        }
    }
}
