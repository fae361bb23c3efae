// A wait that is given up skips the unsubscribe behind it; a channel with another word in it is another channel.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Subscriptions.MissedEnds
{
    public sealed class StreamController(IConnectionMultiplexer redis) : ControllerBase
    {
        [HttpGet]
        public async Task Stream(CancellationToken gone)
        {
            ISubscriber subscriber = redis.GetSubscriber();
            void Show(RedisChannel channel, RedisValue text) => _ = Response.WriteAsync(text + "\n", gone);
            await subscriber.SubscribeAsync(RedisChannel.Literal("events"), Show); // expect: RG2001
            await Task.Delay(Timeout.Infinite, gone);
            await subscriber.UnsubscribeAsync(RedisChannel.Literal("events"), Show);
        }

        [HttpPut]
        public async Task StreamToTheEnd(CancellationToken gone)
        {
            ISubscriber subscriber = redis.GetSubscriber();
            void Show(RedisChannel channel, RedisValue text) => _ = Response.WriteAsync(text + "\n", gone);
            await subscriber.SubscribeAsync(RedisChannel.Literal("events"), Show);
            try
            {
                await Task.Delay(Timeout.Infinite, gone);
            }
            finally
            {
                await subscriber.UnsubscribeAsync(RedisChannel.Literal("events"), Show);
            }
        }

        [HttpPost]
        public async Task StreamUntilGone(CancellationToken gone)
        {
            ISubscriber subscriber = redis.GetSubscriber();
            void Show(RedisChannel channel, RedisValue text) => _ = Response.WriteAsync(text + "\n", CancellationToken.None);
            await subscriber.SubscribeAsync(RedisChannel.Literal("events"), Show);
            try
            {
                await Task.Delay(Timeout.Infinite, gone);
            }
            catch (OperationCanceledException)
            {
                // The client went away.
            }

            await subscriber.UnsubscribeAsync(RedisChannel.Literal("events"), Show);
        }
    }

    public sealed class Questions(IConnectionMultiplexer redis)
    {
        public async Task<string?> Ask(string question)
        {
            var answer = new TaskCompletionSource<string?>();
            ISubscriber subscriber = redis.GetSubscriber();
            void Answered(RedisChannel channel, RedisValue text) => answer.TrySetResult(text);
            await subscriber.SubscribeAsync(RedisChannel.Literal("answers:" + question), Answered); // expect: RG2001
            await subscriber.PublishAsync(RedisChannel.Literal("questions"), question);
            string? given = await answer.Task.WaitAsync(TimeSpan.FromSeconds(5));
            await subscriber.UnsubscribeAsync(RedisChannel.Literal("answers:" + question), Answered);
            return given;
        }

        public async Task<string?> AskPatiently(string question)
        {
            var answer = new TaskCompletionSource<string?>();
            ISubscriber subscriber = redis.GetSubscriber();
            void Answered(RedisChannel channel, RedisValue text) => answer.TrySetResult(text);
            await subscriber.SubscribeAsync(RedisChannel.Literal("answers:" + question), Answered);
            await subscriber.PublishAsync(RedisChannel.Literal("questions"), question);
            Task first = await Task.WhenAny(answer.Task, Task.Delay(TimeSpan.FromSeconds(5)));
            await subscriber.UnsubscribeAsync(RedisChannel.Literal("answers:" + question), Answered);
            return first == answer.Task ? await answer.Task : null;
        }
    }

    public sealed class Progress(ISubscriber subscriber) : IDisposable
    {
        private readonly string _id = Guid.NewGuid().ToString();
        private int _percent;

        public void Start() => subscriber.Subscribe(RedisChannel.Literal("progress:" + _id), Moved);

        public void Dispose() => subscriber.Unsubscribe(RedisChannel.Literal("progress" + _id), Moved); // expect: RG2003

        private void Moved(RedisChannel channel, RedisValue percent) => _percent = (int)percent;
    }

    public sealed class ProgressThatEnds(ISubscriber subscriber) : IDisposable
    {
        private readonly string _id = Guid.NewGuid().ToString();
        private int _percent;

        public void Start() => subscriber.Subscribe(RedisChannel.Literal("progress:" + _id), Moved);

        public void Dispose() => subscriber.Unsubscribe(RedisChannel.Literal($"progress:{_id}"), Moved);

        private void Moved(RedisChannel channel, RedisValue percent) => _percent = (int)percent;
    }
}
