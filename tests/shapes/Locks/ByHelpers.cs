// Locks that are taken and released through helpers of the same program.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3006.TakenByAHelper.Before
{
    public class Migrator
    {
        private readonly IDatabase _db;
        private readonly string _owner = Guid.NewGuid().ToString();

        public Migrator(IConnectionMultiplexer redis) => _db = redis.GetDatabase();

        public async Task RunAsync(Func<Task> migrate)
        {
            if (!await AcquireAsync("migrations")) // expect: RG3006
            {
                return;
            }

            await migrate();
            await ReleaseAsync("migrations");
        }

        private async Task<bool> AcquireAsync(string name)
        {
            return await _db.LockTakeAsync("lock:" + name, _owner, TimeSpan.FromMinutes(10));
        }

        private Task ReleaseAsync(string name) => _db.LockReleaseAsync("lock:" + name, _owner);
    }

    public class Slots
    {
        private readonly IDatabase _db;

        public Slots(IDatabase db) => _db = db;

        public async Task<int> BookAsync(string slot, Func<int> free)
        {
            var key = "slot:" + slot;
            var token = Guid.NewGuid().ToString();
            if (await WaitForLockAsync(key, token)) // expect: RG3006
            {
                var left = free();
                if (left == 0)
                {
                    return 0;
                }

                await _db.StringSetAsync(slot, left - 1);
                await _db.LockReleaseAsync(key, token);
                return left;
            }

            return -1;
        }

        private async Task<bool> WaitForLockAsync(RedisKey key, RedisValue token)
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                if (await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(20)))
                {
                    return true;
                }

                await Task.Delay(100);
            }

            return false;
        }
    }

    public class Exports
    {
        private readonly IDatabase _db;

        public Exports(IDatabase db) => _db = db;

        public async Task RunAsync(Func<Task> export)
        {
            var (taken, token) = await TryTakeAsync("export"); // expect: RG3006
            if (!taken)
            {
                return;
            }

            await export();
            await _db.LockReleaseAsync("export", token);
        }

        public void Run(Action export)
        {
            if (!TryTake("export", out var token)) // expect: RG3006
            {
                return;
            }

            export();
            _db.LockRelease("export", token);
        }

        private bool TryTake(string key, out string token)
        {
            token = Guid.NewGuid().ToString("N");
            return _db.LockTake(key, token, TimeSpan.FromMinutes(1));
        }

        private async Task<(bool Taken, string? Token)> TryTakeAsync(string key)
        {
            var token = Guid.NewGuid().ToString("N");
            if (!await _db.LockTakeAsync(key, token, TimeSpan.FromMinutes(1)))
            {
                return (false, null);
            }

            return (true, token);
        }
    }

    public class Renders
    {
        private readonly IDatabase _db;

        public Renders(IDatabase db) => _db = db;

        public async Task RunAsync(string id, Func<Task> render)
        {
            var attempt = await TakeAsync(id); // expect: RG3006
            if (attempt.Taken)
            {
                await render();
                await _db.LockReleaseAsync("render:" + id, attempt.Token);
            }
        }

        private async Task<(bool Taken, RedisValue Token)> TakeAsync(string id)
        {
            RedisValue token = Guid.NewGuid().ToString("N");
            var taken = await _db.LockTakeAsync("render:" + id, token, TimeSpan.FromMinutes(1));
            return (taken, token);
        }
    }
}

namespace RG3006.TakenByAHelper.After
{
    public class Migrator
    {
        private readonly IDatabase _db;
        private readonly string _owner = Guid.NewGuid().ToString();

        public Migrator(IConnectionMultiplexer redis) => _db = redis.GetDatabase();

        public async Task RunAsync(Func<Task> migrate)
        {
            if (!await AcquireAsync("migrations"))
            {
                return;
            }

            try
            {
                await migrate();
            }
            finally
            {
                await ReleaseAsync("migrations");
            }
        }

        private async Task<bool> AcquireAsync(string name)
        {
            return await _db.LockTakeAsync("lock:" + name, _owner, TimeSpan.FromMinutes(10));
        }

        private Task ReleaseAsync(string name) => _db.LockReleaseAsync("lock:" + name, _owner);
    }

    public class Slots
    {
        private readonly IDatabase _db;

        public Slots(IDatabase db) => _db = db;

        public async Task<int> BookAsync(string slot, Func<int> free)
        {
            var key = "slot:" + slot;
            var token = Guid.NewGuid().ToString();
            if (await WaitForLockAsync(key, token))
            {
                try
                {
                    var left = free();
                    if (left == 0)
                    {
                        return 0;
                    }

                    await _db.StringSetAsync(slot, left - 1);
                    return left;
                }
                finally
                {
                    await _db.LockReleaseAsync(key, token);
                }
            }

            return -1;
        }

        private async Task<bool> WaitForLockAsync(RedisKey key, RedisValue token)
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                if (await _db.LockTakeAsync(key, token, TimeSpan.FromSeconds(20)))
                {
                    return true;
                }

                await Task.Delay(100);
            }

            return false;
        }
    }

    public class Exports
    {
        private readonly IDatabase _db;

        public Exports(IDatabase db) => _db = db;

        public async Task RunAsync(Func<Task> export)
        {
            var (taken, token) = await TryTakeAsync("export");
            if (!taken)
            {
                return;
            }

            try
            {
                await export();
            }
            finally
            {
                await _db.LockReleaseAsync("export", token);
            }
        }

        public void Run(Action export)
        {
            if (!TryTake("export", out var token))
            {
                return;
            }

            try
            {
                export();
            }
            finally
            {
                _db.LockRelease("export", token);
            }
        }

        private bool TryTake(string key, out string token)
        {
            token = Guid.NewGuid().ToString("N");
            return _db.LockTake(key, token, TimeSpan.FromMinutes(1));
        }

        private async Task<(bool Taken, string? Token)> TryTakeAsync(string key)
        {
            var token = Guid.NewGuid().ToString("N");
            if (!await _db.LockTakeAsync(key, token, TimeSpan.FromMinutes(1)))
            {
                return (false, null);
            }

            return (true, token);
        }
    }
}

namespace RG3006.Fine.TakenByHelpers
{
    /// <summary>The flag says that the lock is held; nothing that may throw stands between.</summary>
    public class Leader
    {
        private readonly IDatabase _db;
        private readonly string _me = Guid.NewGuid().ToString();
        private bool _leads;

        public Leader(IDatabase db) => _db = db;

        /// <summary>Stop releases what this took, so it is a half of a pair.</summary>
        public bool Start()
        {
            if (!Take())
            {
                return false;
            }

            if (_me.Length == 0)
            {
                Give();
                return false;
            }

            _leads = true;
            return true;
        }

        public void Begin()
        {
            if (!Take())
            {
                return;
            }

            if (_leads)
            {
                Give();
                return;
            }

            _leads = true;
        }

        public void Stop()
        {
            if (_leads)
            {
                Give();
            }
        }

        private bool Take() => _db.LockTake("leader", _me, TimeSpan.FromMinutes(1));

        private void Give() => _db.LockRelease("leader", _me);
    }

    /// <summary>True doesn't say that this call has taken the lock: it may have been held before.</summary>
    public class Reentrant
    {
        private readonly IDatabase _db;
        private int _depth;

        public Reentrant(IDatabase db) => _db = db;

        public void Run(string token, Action work)
        {
            if (!Enter(token))
            {
                return;
            }

            work();
            Leave(token);
        }

        private bool Enter(string token)
        {
            if (_depth > 0)
            {
                _depth++;
                return true;
            }

            if (_db.LockTake("reentrant", token, TimeSpan.FromMinutes(1)))
            {
                _depth = 1;
                return true;
            }

            return false;
        }

        private void Leave(string token)
        {
            if (--_depth == 0)
            {
                _db.LockRelease("reentrant", token);
            }
        }
    }

    /// <summary>Nothing of this releases: it is a limit that expires.</summary>
    public class Limited
    {
        private readonly IDatabase _db;

        public Limited(IDatabase db) => _db = db;

        public async Task SendAsync(string user, Func<Task> send)
        {
            if (await MayAsync(user))
            {
                await send();
            }
        }

        public Task ResetAsync(string user) => _db.LockReleaseAsync("sent:" + user, "1");

        private Task<bool> MayAsync(string user) => _db.LockTakeAsync("sent:" + user, "1", TimeSpan.FromMinutes(1));
    }

    /// <summary>Two locks: the one that is released is another.</summary>
    public class Two
    {
        private readonly IDatabase _db;
        private readonly string _me = Guid.NewGuid().ToString();

        public Two(IDatabase db) => _db = db;

        public void Pass(string from, string to, Action work)
        {
            if (Take(to))
            {
                work();
                Give(from);
            }
        }

        private bool Take(string name) => _db.LockTake("baton:" + name, _me, TimeSpan.FromMinutes(1));

        private void Give(string name) => _db.LockRelease("baton:" + name, _me);
    }
}
