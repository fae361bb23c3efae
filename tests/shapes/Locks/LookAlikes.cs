// What only looks like a fault. Every rule must be silent on all of this.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LookAlikes.LockWrappers
{
    public interface IDistributedLock
    {
        Task<bool> AcquireAsync(string key, string token, TimeSpan expiry);

        Task ReleaseAsync(string key, string token);
    }

    public class RedisDistributedLock(IDatabase db) : IDistributedLock
    {
        public Task<bool> AcquireAsync(string key, string token, TimeSpan expiry) => db.LockTakeAsync(key, token, expiry);

        public Task ReleaseAsync(string key, string token) => db.LockReleaseAsync(key, token);
    }

    public class Caller(IDistributedLock locks)
    {
        public async Task<bool> RunAsync(Func<Task> work)
        {
            var token = Guid.NewGuid().ToString();
            if (!await locks.AcquireAsync("work", token, TimeSpan.FromSeconds(5)))
            {
                return false;
            }

            try
            {
                await work();
                return true;
            }
            finally
            {
                await locks.ReleaseAsync("work", token);
            }
        }
    }

    public static class LockExtensions
    {
        public static bool TryLock(this IDatabase db, RedisKey key, out RedisValue token)
        {
            token = Guid.NewGuid().ToString();
            return db.LockTake(key, token, TimeSpan.FromSeconds(10));
        }

        public static async Task<string?> TryLockAsync(this IDatabaseAsync db, string key)
        {
            var token = Guid.NewGuid().ToString("N");
            return await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(10)) ? token : null;
        }

        public static async ValueTask<bool> EnterAsync(this IDatabase db, string key, string token, int retries)
        {
            var taken = await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(10));
            while (!taken && retries-- > 0)
            {
                await Task.Delay(100);
                taken = await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(10));
            }

            return taken;
        }
    }
}

namespace LookAlikes.LockHandles
{
    public sealed class RedLock : IAsyncDisposable, IDisposable
    {
        private readonly IDatabase _db;
        private readonly RedisKey _resource;
        private readonly RedisValue _token = Guid.NewGuid().ToString();
        private Timer? _extend;

        private RedLock(IDatabase db, RedisKey resource)
        {
            _db = db;
            _resource = resource;
        }

        public bool IsAcquired { get; private set; }

        public static async Task<RedLock> CreateAsync(IDatabase db, RedisKey resource, TimeSpan expiry, TimeSpan wait)
        {
            var handle = new RedLock(db, resource);
            var until = DateTime.UtcNow + wait;
            do
            {
                handle.IsAcquired = await db.LockTakeAsync(resource, handle._token, expiry);
                if (handle.IsAcquired)
                {
                    handle._extend = new Timer(_ => db.LockExtend(resource, handle._token, expiry), null, expiry / 2, expiry / 2);
                    break;
                }

                await Task.Delay(20);
            }
            while (DateTime.UtcNow < until);

            return handle;
        }

        public void Dispose()
        {
            _extend?.Dispose();
            if (IsAcquired)
            {
                _db.LockRelease(_resource, _token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _extend?.Dispose();
            if (IsAcquired)
            {
                await _db.LockReleaseAsync(_resource, _token);
            }
        }
    }

    public class Locker(IDatabase db)
    {
        public IDisposable? Acquire(string key)
        {
            var token = Guid.NewGuid().ToString();
            if (!db.LockTake(key, token, TimeSpan.FromSeconds(30)))
            {
                return null;
            }

            return new Release(() => db.LockRelease(key, token));
        }

        public async Task<IAsyncDisposable> AcquireAsync(string key, CancellationToken cancellationToken)
        {
            var token = Guid.NewGuid().ToString();
            while (!await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(30)))
            {
                await Task.Delay(50, cancellationToken);
            }

            return new AsyncRelease(db, key, token);
        }

        private sealed class Release(Action release) : IDisposable
        {
            public void Dispose() => release();
        }

        private sealed class AsyncRelease(IDatabase database, string key, string token) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync() => await database.LockReleaseAsync(key, token).ConfigureAwait(false);
        }
    }
}

namespace LookAlikes.LocksThatExpire
{
    public class Throttle(IDatabase db)
    {
        public bool MayMail(string user) => db.LockTake("mailed:" + user, "1", TimeSpan.FromMinutes(5));

        public async Task NotifyAsync(string user, Func<Task> send)
        {
            if (!await db.LockTakeAsync("notified:" + user, Environment.MachineName, TimeSpan.FromHours(1)))
            {
                return;
            }

            await send();
        }
    }

    public class LeaderElection(IDatabase db, ILogger<LeaderElection> logger) : BackgroundService
    {
        private readonly string _id = Guid.NewGuid().ToString();
        private bool _isLeader;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _isLeader = _isLeader
                    ? await db.LockExtendAsync("leader", _id, TimeSpan.FromSeconds(30))
                    : await db.LockTakeAsync("leader", _id, TimeSpan.FromSeconds(30));
                logger.LogDebug("Leader: {IsLeader}", _isLeader);
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            }
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            if (_isLeader)
            {
                await db.LockReleaseAsync("leader", _id);
            }
        }
    }
}

namespace LookAlikes.LockPairs
{
    public class Session(IDatabase db)
    {
        private readonly ConcurrentDictionary<string, string> _held = new();

        public bool Lock(string id)
        {
            var token = Guid.NewGuid().ToString();
            if (!db.LockTake("session:" + id, token, TimeSpan.FromMinutes(1)))
            {
                return false;
            }

            _held[id] = token;
            return true;
        }

        public void Unlock(string id)
        {
            if (_held.TryRemove(id, out var token))
            {
                db.LockRelease("session:" + id, token);
            }
        }
    }

    public class Batches(IDatabase db)
    {
        public async Task RunAllAsync(string[] names, Func<string, Task> work)
        {
            var tokens = names.ToDictionary(name => name, _ => Guid.NewGuid().ToString());
            var taken = new List<string>();
            try
            {
                foreach (var name in names)
                {
                    if (await db.LockTakeAsync(name, tokens[name], TimeSpan.FromMinutes(1)))
                    {
                        taken.Add(name);
                    }
                }

                await Task.WhenAll(taken.Select(work));
            }
            finally
            {
                await Task.WhenAll(taken.Select(name => db.LockReleaseAsync(name, tokens[name])));
            }
        }
    }

    public class Reader(IDatabase db)
    {
        public void ForceRelease(string key) => db.LockRelease(key, db.LockQuery(key));

        public async Task StealAsync(string key)
        {
            var holder = await db.LockQueryAsync(key);
            if (holder.HasValue)
            {
                await db.LockReleaseAsync(key, holder);
            }
        }
    }
}

namespace LookAlikes.SetAndScript
{
    public class SetLock
    {
        private const string ReleaseScript = @"
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
else
    return 0
end";

        private readonly IDatabase _db;

        public SetLock(IDatabase db) => _db = db;

        public async Task<bool> RunAsync(string key, Func<Task> work)
        {
            var token = Guid.NewGuid().ToString("N");
            if (!await _db.StringSetAsync(key, token, TimeSpan.FromSeconds(30), When.NotExists))
            {
                return false;
            }

            try
            {
                await work();
                return true;
            }
            finally
            {
                await _db.ScriptEvaluateAsync(ReleaseScript, new RedisKey[] { key }, new RedisValue[] { token });
            }
        }
    }

    public class RunOnce(IDatabase db, ILogger<RunOnce> logger)
    {
        public async Task RunAsync(string key, Func<Task> work)
        {
            var token = Guid.NewGuid().ToString();
            bool acquired = false;
            try
            {
                acquired = await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(10));
                if (acquired)
                {
                    await work();
                }
                else
                {
                    logger.LogInformation("{Key} is taken", key);
                }
            }
            finally
            {
                if (acquired && !await db.LockReleaseAsync(key, token))
                {
                    logger.LogWarning("{Key} had expired", key);
                }
            }
        }

        public async Task ExtendAsync(string key, Func<CancellationToken, Task> work)
        {
            var token = Guid.NewGuid().ToString();
            if (!await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(10)))
                return;
            using var stop = new CancellationTokenSource();
            var watchdog = KeepAsync(key, token, stop.Token);
            try
            {
                await work(stop.Token);
            }
            finally
            {
                stop.Cancel();
                await watchdog;
                await db.LockReleaseAsync(key, token);
            }
        }

        private async Task KeepAsync(string key, string token, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && await db.LockExtendAsync(key, token, TimeSpan.FromSeconds(10)))
            {
                await Task.Delay(3000, CancellationToken.None);
            }
        }
    }
}

namespace LookAlikes.OtherLocks
{
    public interface ILockStore
    {
        bool LockTake(string key, string value, TimeSpan expiry);

        bool LockRelease(string key, string value);
    }

    public class Uses(ILockStore store)
    {
        public void Run()
        {
            store.LockTake("a", "b", TimeSpan.Zero);
            Console.WriteLine();
            store.LockRelease("a", Guid.NewGuid().ToString());
        }
    }

    public class InTransaction(IDatabase db)
    {
        public async Task<bool> TakeBothAsync(string first, string second, string token)
        {
            var transaction = db.CreateTransaction();
            transaction.AddCondition(Condition.KeyNotExists(first));
            transaction.AddCondition(Condition.KeyNotExists(second));
            _ = transaction.LockTakeAsync(first, token, TimeSpan.FromSeconds(5));
            _ = transaction.LockTakeAsync(second, token, TimeSpan.FromSeconds(5));
            return await transaction.ExecuteAsync();
        }
    }
}

namespace LookAlikes.SetUpFirst
{
    /// <summary>A source of cancellations is made between the lock and its finally.</summary>
    public class Renewed(IDatabase db)
    {
        public async Task<T> RunAsync<T>(string key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            var token = Guid.NewGuid().ToString();
            while (!await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(30)))
            {
                await Task.Delay(100, cancellationToken);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(TimeSpan.FromSeconds(25));
            try
            {
                return await work(stop.Token);
            }
            finally
            {
                await db.LockReleaseAsync(key, token);
            }
        }

        // What asks for the cancellation is no setting up.
        public async Task<T> RunOnceAsync<T>(string key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            var token = Guid.NewGuid().ToString();
            if (!await db.LockTakeAsync(key, token, TimeSpan.FromSeconds(30))) // expect: RG3006
            {
                throw new TimeoutException();
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.Token.ThrowIfCancellationRequested();
            try
            {
                return await work(stop.Token);
            }
            finally
            {
                await db.LockReleaseAsync(key, token);
            }
        }
    }
}
