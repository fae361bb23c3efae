// Unsubscribe has no effect: the handler given, or the channel named, was never subscribed.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG2003.TwoLambdas.Before
{
    public sealed class Thermostat : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private double _target;

        public Thermostat(ISubscriber subscriber)
        {
            _subscriber = subscriber;
            _subscriber.Subscribe(RedisChannel.Literal("target"), (channel, value) => Set(value));
        }

        private void Set(RedisValue value) => _target = (double)value;

        public override string ToString() => $"{_target:F1}";

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("target"), (channel, value) => Set(value)); // expect: RG2003
    }
}

namespace RG2003.TwoLambdas.After
{
    public sealed class Thermostat : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly Action<RedisChannel, RedisValue> _onTarget;
        private double _target;

        public Thermostat(ISubscriber subscriber)
        {
            _subscriber = subscriber;
            _onTarget = (channel, value) => Set(value);
            _subscriber.Subscribe(RedisChannel.Literal("target"), _onTarget);
        }

        private void Set(RedisValue value) => _target = (double)value;

        public override string ToString() => $"{_target:F1}";

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("target"), _onTarget);
    }
}

namespace RG2003.OtherInstance.Before
{
    public class Printer
    {
        public void Print(RedisChannel channel, RedisValue text) => Console.WriteLine($"{channel}: {text}");
    }

    public class Desk
    {
        private readonly Printer _printer = new Printer();

        public Task OpenAsync(ISubscriber subscriber) => subscriber.SubscribeAsync(RedisChannel.Literal("print"), _printer.Print);

        public Task CloseAsync(ISubscriber subscriber) => subscriber.UnsubscribeAsync(RedisChannel.Literal("print"), new Printer().Print); // expect: RG2003
    }
}

namespace RG2003.OtherInstance.After
{
    public class Printer
    {
        public void Print(RedisChannel channel, RedisValue text) => Console.WriteLine($"{channel}: {text}");
    }

    public class Desk
    {
        private readonly Printer _printer = new Printer();

        public Task OpenAsync(ISubscriber subscriber) => subscriber.SubscribeAsync(RedisChannel.Literal("print"), _printer.Print);

        public Task CloseAsync(ISubscriber subscriber) => subscriber.UnsubscribeAsync(RedisChannel.Literal("print"), _printer.Print);
    }
}

namespace RG2003.OtherChannel.Before
{
    public class Backplane : IAsyncDisposable
    {
        private const string Prefix = "backplane";
        private readonly ISubscriber _subscriber;

        public Backplane(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public Task StartAsync() => _subscriber.SubscribeAsync(RedisChannel.Literal(Prefix + ":messages"), Receive);

        private void Receive(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(RedisChannel.Literal(Prefix + ":message"), Receive); // expect: RG2003
    }
}

namespace RG2003.OtherChannel.After
{
    public class Backplane : IAsyncDisposable
    {
        private const string Prefix = "backplane";
        private static readonly RedisChannel Messages = RedisChannel.Literal(Prefix + ":messages");
        private readonly ISubscriber _subscriber;

        public Backplane(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public Task StartAsync() => _subscriber.SubscribeAsync(Messages, Receive);

        private void Receive(RedisChannel channel, RedisValue message) => Console.WriteLine(message);

        public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(Messages, Receive);
    }
}

namespace RG2003.FreshLocal.Before
{
    public class Sampler
    {
        private readonly List<string> _samples = new();

        public void Start(ISubscriber subscriber)
        {
            subscriber.Subscribe(RedisChannel.Literal("samples"), Add);
        }

        private void Add(RedisChannel channel, RedisValue value) => _samples.Add(value!);

        public void Stop(ISubscriber subscriber)
        {
            Action<RedisChannel, RedisValue> handler = (c, v) => Add(c, v);
            subscriber.Unsubscribe(RedisChannel.Literal("samples"), handler); // expect: RG2003
        }
    }
}

namespace RG2003.FreshLocal.After
{
    public class Sampler
    {
        private readonly List<string> _samples = new();

        public void Start(ISubscriber subscriber)
        {
            subscriber.Subscribe(RedisChannel.Literal("samples"), Add);
        }

        private void Add(RedisChannel channel, RedisValue value) => _samples.Add(value!);

        public void Stop(ISubscriber subscriber)
        {
            Action<RedisChannel, RedisValue> handler = Add;
            subscriber.Unsubscribe(RedisChannel.Literal("samples"), handler);
        }
    }
}

namespace RG2003.SubscribedAsLambda.Before
{
    public class Flags
    {
        private readonly ISubscriber _subscriber;
        private bool _dark;

        public Flags(ISubscriber subscriber) => _subscriber = subscriber;

        public void Enable() => _subscriber.Subscribe(RedisChannel.Literal("flags"), (c, v) => OnFlag(c, v));

        public void Disable() => _subscriber.Unsubscribe(RedisChannel.Literal("flags"), OnFlag); // expect: RG2003

        private void OnFlag(RedisChannel channel, RedisValue value) => _dark = value == "dark";

        public bool IsDark => _dark;
    }
}

namespace RG2003.SubscribedAsLambda.After
{
    public class Flags
    {
        private readonly ISubscriber _subscriber;
        private bool _dark;

        public Flags(ISubscriber subscriber) => _subscriber = subscriber;

        public void Enable() => _subscriber.Subscribe(RedisChannel.Literal("flags"), OnFlag);

        public void Disable() => _subscriber.Unsubscribe(RedisChannel.Literal("flags"), OnFlag);

        private void OnFlag(RedisChannel channel, RedisValue value) => _dark = value == "dark";

        public bool IsDark => _dark;
    }
}

namespace RG2003.InFinally.Before
{
    public class Waiter
    {
        public async Task<string> WaitAsync(ISubscriber subscriber, string ticket)
        {
            var done = new TaskCompletionSource<string>();
            var channel = RedisChannel.Literal("ticket:" + ticket);
            await subscriber.SubscribeAsync(channel, (_, value) => done.TrySetResult(value!));
            try
            {
                return await done.Task;
            }
            finally
            {
                await subscriber.UnsubscribeAsync(channel, (_, value) => done.TrySetResult(value!)); // expect: RG2003
            }
        }
    }
}

namespace RG2003.InFinally.After
{
    public class Waiter
    {
        public async Task<string> WaitAsync(ISubscriber subscriber, string ticket)
        {
            var done = new TaskCompletionSource<string>();
            var channel = RedisChannel.Literal("ticket:" + ticket);
            Action<RedisChannel, RedisValue> complete = (_, value) => done.TrySetResult(value!);
            await subscriber.SubscribeAsync(channel, complete);
            try
            {
                return await done.Task;
            }
            finally
            {
                await subscriber.UnsubscribeAsync(channel, complete);
            }
        }
    }
}

namespace RG2003.PatternAsLiteral.Before
{
    public sealed class NewsDesk : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private string _last = "";

        public NewsDesk(ISubscriber subscriber)
        {
            _subscriber = subscriber;
            _subscriber.Subscribe(RedisChannel.Pattern("news.*"), OnNews);
        }

        public override string ToString() => _last;

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("news.*"), OnNews); // expect: RG2003

        private void OnNews(RedisChannel channel, RedisValue value) => _last = value.ToString();
    }
}

namespace RG2003.PatternAsLiteral.After
{
    public sealed class NewsDesk : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private string _last = "";

        public NewsDesk(ISubscriber subscriber)
        {
            _subscriber = subscriber;
            _subscriber.Subscribe(RedisChannel.Pattern("news.*"), OnNews);
        }

        public override string ToString() => _last;

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Pattern("news.*"), OnNews);

        private void OnNews(RedisChannel channel, RedisValue value) => _last = value.ToString();
    }
}

namespace RG2003.OtherText.Before
{
    public sealed class Alarms : IDisposable
    {
        private const string Prefix = "alarm.";
        private static readonly string s_all = Prefix + "*";
        private readonly ISubscriber _subscriber;
        private readonly string _site;

        public Alarms(ISubscriber subscriber, string site)
        {
            _subscriber = subscriber;
            _site = site;
            _subscriber.Subscribe(RedisChannel.Pattern(s_all), OnAlarm);
            _subscriber.Subscribe(RedisChannel.Literal("site:" + site + ":up"), OnAlarm);
            _subscriber.Subscribe(RedisChannel.Literal(string.Format("{0}{1}", Prefix, "test")), OnAlarm);
        }

        public void Dispose()
        {
            _subscriber.Unsubscribe(RedisChannel.Literal(Prefix + "*"), OnAlarm); // expect: RG2003
            _subscriber.Unsubscribe(RedisChannel.Literal($"sites:{_site}:up"), OnAlarm); // expect: RG2003
            _subscriber.Unsubscribe(RedisChannel.Literal(Prefix), OnAlarm); // expect: RG2003
        }

        private void OnAlarm(RedisChannel channel, RedisValue value) => Console.WriteLine(_site + value);
    }
}

namespace RG2003.OtherText.After
{
    public sealed class Alarms : IDisposable
    {
        private const string Prefix = "alarm.";
        private static readonly string s_all = Prefix + "*";
        private readonly ISubscriber _subscriber;
        private readonly string _site;

        public Alarms(ISubscriber subscriber, string site)
        {
            _subscriber = subscriber;
            _site = site;
            _subscriber.Subscribe(RedisChannel.Pattern(s_all), OnAlarm);
            _subscriber.Subscribe(RedisChannel.Literal("site:" + site + ":up"), OnAlarm);
            _subscriber.Subscribe(RedisChannel.Literal(string.Format("{0}{1}", Prefix, "test")), OnAlarm);
        }

        public void Dispose()
        {
            _subscriber.Unsubscribe(RedisChannel.Pattern(Prefix + "*"), OnAlarm);
            _subscriber.Unsubscribe(RedisChannel.Literal($"site:{_site}:up"), OnAlarm);
            _subscriber.Unsubscribe(RedisChannel.Literal("alarm.test"), OnAlarm);
        }

        private void OnAlarm(RedisChannel channel, RedisValue value) => Console.WriteLine(_site + value);
    }
}
