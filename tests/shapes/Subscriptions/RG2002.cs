// Message queue is never unsubscribed: nobody reads it any more, and the connection goes on filling it.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace RG2002.AsyncEnumerable.Before
{
    public class EventReader
    {
        private readonly ISubscriber _subscriber;

        public EventReader(ISubscriber subscriber) => _subscriber = subscriber;

        public async IAsyncEnumerable<string> ReadAsync(string topic, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal(topic)); // expect: RG2002
            await foreach (var message in queue.WithCancellation(cancellationToken))
            {
                yield return message.Message!;
            }
        }
    }
}

namespace RG2002.AsyncEnumerable.After
{
    public class EventReader
    {
        private readonly ISubscriber _subscriber;

        public EventReader(ISubscriber subscriber) => _subscriber = subscriber;

        public async IAsyncEnumerable<string> ReadAsync(string topic, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal(topic));
            try
            {
                await foreach (var message in queue.WithCancellation(cancellationToken))
                {
                    yield return message.Message!;
                }
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }
        }
    }
}

namespace RG2002.FirstAnswer.Before
{
    public class Handshake
    {
        public async Task<string> GreetAsync(IConnectionMultiplexer redis, string peer, TimeSpan patience)
        {
            using var timeout = new CancellationTokenSource(patience);
            ChannelMessageQueue answers = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("hello:" + peer)); // expect: RG2002
            await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("greet"), peer);
            ChannelMessage answer = await answers.ReadAsync(timeout.Token);
            return answer.Message.ToString();
        }
    }
}

namespace RG2002.FirstAnswer.After
{
    public class Handshake
    {
        public async Task<string> GreetAsync(IConnectionMultiplexer redis, string peer, TimeSpan patience)
        {
            using var timeout = new CancellationTokenSource(patience);
            ChannelMessageQueue answers = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("hello:" + peer));
            try
            {
                await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("greet"), peer);
                ChannelMessage answer = await answers.ReadAsync(timeout.Token);
                return answer.Message.ToString();
            }
            finally
            {
                await answers.UnsubscribeAsync(CommandFlags.FireAndForget);
            }
        }
    }
}

namespace RG2002.UnsubscribedAtTheEnd.Before
{
    public class Importer
    {
        public async Task<int> ImportAsync(ISubscriber subscriber, Func<string, Task> import, CancellationToken cancellationToken)
        {
            int count = 0;
            var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("imports")); // expect: RG2002
            await foreach (var message in queue.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (message.Message == "end")
                {
                    break;
                }

                await import(message.Message!);
                count++;
            }

            await queue.UnsubscribeAsync();
            return count;
        }
    }
}

namespace RG2002.UnsubscribedAtTheEnd.After
{
    public class Importer
    {
        public async Task<int> ImportAsync(ISubscriber subscriber, Func<string, Task> import, CancellationToken cancellationToken)
        {
            int count = 0;
            var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("imports"));
            try
            {
                await foreach (var message in queue.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    if (message.Message == "end")
                    {
                        break;
                    }

                    await import(message.Message!);
                    count++;
                }
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }

            return count;
        }
    }
}

namespace RG2002.Ignored.Before
{
    public class Warmup
    {
        private readonly IConnectionMultiplexer _redis;

        public Warmup(IConnectionMultiplexer redis) => _redis = redis;

        public Task RunAsync()
        {
            var subscriber = _redis.GetSubscriber();
            subscriber.Subscribe(RedisChannel.Literal("settings")); // expect: RG2002
            return subscriber.PublishAsync(RedisChannel.Literal("settings"), "reload");
        }
    }
}

namespace RG2002.Ignored.After
{
    public class Warmup
    {
        private readonly IConnectionMultiplexer _redis;

        public Warmup(IConnectionMultiplexer redis) => _redis = redis;

        public Task RunAsync()
        {
            var subscriber = _redis.GetSubscriber();
            return subscriber.PublishAsync(RedisChannel.Literal("settings"), "reload");
        }
    }
}

namespace RG2002.StreamingHub.Before
{
    public class TickerHub(IConnectionMultiplexer redis) : Hub
    {
        public async IAsyncEnumerable<double> Ticks(string symbol, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var ticks = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal($"ticks:{symbol}")); // expect: RG2002
            while (!cancellationToken.IsCancellationRequested)
            {
                var tick = await ticks.ReadAsync(cancellationToken);
                if (tick.Message.TryParse(out double price))
                {
                    yield return price;
                }
            }
        }
    }
}

namespace RG2002.StreamingHub.After
{
    public class TickerHub(IConnectionMultiplexer redis) : Hub
    {
        public async IAsyncEnumerable<double> Ticks(string symbol, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var ticks = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal($"ticks:{symbol}"));
            try
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    var tick = await ticks.ReadAsync(cancellationToken);
                    if (tick.Message.TryParse(out double price))
                    {
                        yield return price;
                    }
                }
            }
            finally
            {
                await ticks.UnsubscribeAsync();
            }
        }
    }
}

namespace RG2002.EarlyReturn.Before
{
    public class Probe
    {
        public static bool Answers(ISubscriber subscriber, string node)
        {
            var queue = subscriber.Subscribe(RedisChannel.Literal("pong:" + node)); // expect: RG2002
            if (subscriber.Publish(RedisChannel.Literal("ping:" + node), "?") == 0)
            {
                return false;
            }

            bool answered = SpinWait.SpinUntil(() => queue.TryRead(out _), 500);
            queue.Unsubscribe();
            return answered;
        }
    }
}

namespace RG2002.EarlyReturn.After
{
    public class Probe
    {
        public static bool Answers(ISubscriber subscriber, string node)
        {
            var queue = subscriber.Subscribe(RedisChannel.Literal("pong:" + node));
            try
            {
                if (subscriber.Publish(RedisChannel.Literal("ping:" + node), "?") == 0)
                {
                    return false;
                }

                return SpinWait.SpinUntil(() => queue.TryRead(out _), 500);
            }
            finally
            {
                queue.Unsubscribe();
            }
        }
    }
}

namespace RG2002.ChainedInEndpoint.Before
{
    public static class AuditEndpoints
    {
        private static long s_seen;

        public static void MapAudit(this WebApplication app)
        {
            app.MapPost("/audit/start", (IConnectionMultiplexer redis) =>
            {
                redis.GetSubscriber().Subscribe(RedisChannel.Literal("audit")).OnMessage(static _ => Interlocked.Increment(ref s_seen)); // expect: RG2002
                return Results.Accepted();
            });
        }
    }
}

namespace RG2002.ChainedInEndpoint.After
{
    public static class AuditEndpoints
    {
        private static long s_seen;

        public static void MapAudit(this WebApplication app, IConnectionMultiplexer redis)
        {
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("audit")).OnMessage(static _ => Interlocked.Increment(ref s_seen));
            app.MapGet("/audit", () => Results.Ok(Interlocked.Read(ref s_seen)));
        }
    }
}

namespace RG2002.Enumerator.Before
{
    public class Tail
    {
        public async Task<ChannelMessage?> NextAsync(ISubscriber subscriber, RedisChannel channel, CancellationToken cancellationToken)
        {
            var queue = await subscriber.SubscribeAsync(channel); // expect: RG2002
            await using var messages = queue.GetAsyncEnumerator(cancellationToken);
            return await messages.MoveNextAsync() ? messages.Current : null;
        }
    }
}

namespace RG2002.Enumerator.After
{
    public class Tail
    {
        public async Task<ChannelMessage?> NextAsync(ISubscriber subscriber, RedisChannel channel, CancellationToken cancellationToken)
        {
            var queue = await subscriber.SubscribeAsync(channel);
            try
            {
                await using var messages = queue.GetAsyncEnumerator(cancellationToken);
                return await messages.MoveNextAsync() ? messages.Current : null;
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }
        }
    }
}

namespace RG2002.InLoop.Before
{
    public class Rounds
    {
        public async Task PlayAsync(ISubscriber subscriber, IEnumerable<string> tables, CancellationToken cancellationToken)
        {
            foreach (string table in tables)
            {
                var moves = await subscriber.SubscribeAsync(RedisChannel.Literal("table:" + table)); // expect: RG2002
                var first = await moves.ReadAsync(cancellationToken);
                Console.WriteLine(first.Message);
            }
        }
    }
}

namespace RG2002.InLoop.After
{
    public class Rounds
    {
        public async Task PlayAsync(ISubscriber subscriber, IEnumerable<string> tables, CancellationToken cancellationToken)
        {
            foreach (string table in tables)
            {
                var moves = await subscriber.SubscribeAsync(RedisChannel.Literal("table:" + table));
                try
                {
                    var first = await moves.ReadAsync(cancellationToken);
                    Console.WriteLine(first.Message);
                }
                finally
                {
                    await moves.UnsubscribeAsync();
                }
            }
        }
    }
}

namespace RG2002.ReadInPlace.Before
{
    public static class Radio
    {
        public static void MapRadio(this WebApplication app)
            => app.MapGet("/radio/{station}", async (string station, ISubscriber subscriber, HttpResponse response, CancellationToken cancellationToken) =>
            {
                await foreach (var song in (await subscriber.SubscribeAsync(RedisChannel.Literal(station))).WithCancellation(cancellationToken)) // expect: RG2002
                {
                    await response.WriteAsync(song.Message.ToString(), cancellationToken);
                }
            });
    }
}

namespace RG2002.ReadInPlace.After
{
    public static class Radio
    {
        public static void MapRadio(this WebApplication app)
            => app.MapGet("/radio/{station}", async (string station, ISubscriber subscriber, HttpResponse response, CancellationToken cancellationToken) =>
            {
                var songs = await subscriber.SubscribeAsync(RedisChannel.Literal(station));
                try
                {
                    await foreach (var song in songs.WithCancellation(cancellationToken))
                    {
                        await response.WriteAsync(song.Message.ToString(), cancellationToken);
                    }
                }
                finally
                {
                    await songs.UnsubscribeAsync();
                }
            });
    }
}

namespace RG2002.UntilTheEnd.Before
{
    public class Streams
    {
        private readonly ISubscriber _subscriber;

        public Streams(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task FollowAsync(string game, CancellationToken stop)
        {
            ChannelMessageQueue moves = await _subscriber.SubscribeAsync(RedisChannel.Literal("game:" + game)); // expect: RG2002
            moves.OnMessage(move => Console.WriteLine(move.Message));
            await Task.Delay(TimeSpan.FromMinutes(30), stop);
        }

        public async Task CopyAsync(string from, System.IO.Stream target, Task finished)
        {
            var lines = _subscriber.Subscribe(RedisChannel.Literal($"lines/{from}")); // expect: RG2002
            lines.OnMessage(async line => await target.WriteAsync((byte[])line.Message!));
            await finished;
            await target.FlushAsync();
        }
    }
}

namespace RG2002.UntilTheEnd.After
{
    public class Streams
    {
        private readonly ISubscriber _subscriber;

        public Streams(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task FollowAsync(string game, CancellationToken stop)
        {
            ChannelMessageQueue moves = await _subscriber.SubscribeAsync(RedisChannel.Literal("game:" + game));
            moves.OnMessage(move => Console.WriteLine(move.Message));
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(30), stop);
            }
            finally
            {
                await moves.UnsubscribeAsync();
            }
        }

        public async Task CopyAsync(string from, System.IO.Stream target, Task finished)
        {
            var lines = _subscriber.Subscribe(RedisChannel.Literal($"lines/{from}"));
            lines.OnMessage(async line => await target.WriteAsync((byte[])line.Message!));
            try
            {
                await finished;
            }
            finally
            {
                lines.Unsubscribe();
            }
        }
    }
}
