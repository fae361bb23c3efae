// Unsubscribe removes everybody's handlers: no handler is named, on a connection that others subscribe on too.
using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG2004.NoHandler.Before
{
    public sealed class MatchRoom : IAsyncDisposable
    {
        private readonly ISubscriber _subscriber;

        public MatchRoom(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public Task JoinAsync() => _subscriber.SubscribeAsync(RedisChannel.Literal("lobby"), OnLobby);

        private void OnLobby(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(RedisChannel.Literal("lobby")); // expect: RG2004
    }
}

namespace RG2004.NoHandler.After
{
    public sealed class MatchRoom : IAsyncDisposable
    {
        private readonly ISubscriber _subscriber;

        public MatchRoom(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public Task JoinAsync() => _subscriber.SubscribeAsync(RedisChannel.Literal("lobby"), OnLobby);

        private void OnLobby(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(RedisChannel.Literal("lobby"), OnLobby);
    }
}

namespace RG2004.All.Before
{
    public class Session : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        public Session(IConnectionMultiplexer redis, string user)
        {
            _redis = redis;
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("user:" + user), (_, text) => Last = text);
        }

        public string? Last { get; private set; }

        public void Dispose() => _redis.GetSubscriber().UnsubscribeAll(); // expect: RG2004
    }
}

namespace RG2004.All.After
{
    public class Session : IDisposable
    {
        private readonly ChannelMessageQueue _texts;

        public Session(IConnectionMultiplexer redis, string user)
        {
            _texts = redis.GetSubscriber().Subscribe(RedisChannel.Literal("user:" + user));
            _texts.OnMessage(text => Last = text.Message);
        }

        public string? Last { get; private set; }

        public void Dispose() => _texts.Unsubscribe();
    }
}

namespace RG2004.NullHandler.Before
{
    public class GroupManager
    {
        private readonly ISubscriber _bus;
        private readonly ConcurrentDictionary<string, int> _members = new();

        public GroupManager(ISubscriber bus) => _bus = bus;

        public void Leave(string group)
        {
            if (_members.AddOrUpdate(group, 0, (_, count) => count - 1) == 0)
            {
                _bus.Unsubscribe(RedisChannel.Literal("group:" + group), null, CommandFlags.FireAndForget); // expect: RG2004
            }
        }
    }
}

namespace RG2004.NullHandler.After
{
    public class GroupManager
    {
        private readonly ConcurrentDictionary<string, ChannelMessageQueue> _queues = new();

        public void Leave(string group)
        {
            if (_queues.TryRemove(group, out var queue))
            {
                queue.Unsubscribe(CommandFlags.FireAndForget);
            }
        }
    }
}
