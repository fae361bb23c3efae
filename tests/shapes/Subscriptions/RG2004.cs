// Unsubscribe removes everybody's handlers: no handler is named, on a connection that others subscribe on too.
using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
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

namespace RG2004.OwnConnection
{
    // Whoever makes one opens a connection for it alone: there is nobody else's handler on it.
    public sealed class Listener : IDisposable
    {
        private readonly ISubscriber _subscriber;

        public Listener(ConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public void Listen() => _subscriber.Subscribe(RedisChannel.Literal("calls"), OnCall);

        private void OnCall(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("calls"));
    }

    public static class Setup
    {
        public static void Add(IServiceCollection services) => services.AddSingleton(_ => new Listener(ConnectionMultiplexer.Connect("localhost")));
    }

    // One of its makers hands it what others have, too.
    public sealed class Second : IDisposable
    {
        private readonly ISubscriber _subscriber;

        public Second(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public void Listen() => _subscriber.Subscribe(RedisChannel.Literal("seconds"), OnCall);

        private void OnCall(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("seconds")); // expect: RG2004
    }

    public static class SecondSetup
    {
        public static Second Own() => new(ConnectionMultiplexer.Connect("localhost"));

        public static Second Shared(IConnectionMultiplexer redis) => new(redis);
    }
}
