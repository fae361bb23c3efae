// Lock result ignored.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace RG3008.Statement.Before
{
    public class Wallet(IConnectionMultiplexer redis)
    {
        private IDatabase Db => redis.GetDatabase();

        public async Task PayAsync(string account, decimal amount)
        {
            var token = Guid.NewGuid().ToString();
            await Db.LockTakeAsync("wallet:" + account, token, TimeSpan.FromSeconds(5)); // expect: RG3008
            try
            {
                var balance = (decimal)await Db.StringGetAsync("balance:" + account);
                await Db.StringSetAsync("balance:" + account, (double)(balance - amount));
            }
            finally
            {
                await Db.LockReleaseAsync("wallet:" + account, token);
            }
        }
    }
}

namespace RG3008.Statement.After
{
    public class Wallet(IConnectionMultiplexer redis)
    {
        private IDatabase Db => redis.GetDatabase();

        public async Task PayAsync(string account, decimal amount)
        {
            var token = Guid.NewGuid().ToString();
            if (!await Db.LockTakeAsync("wallet:" + account, token, TimeSpan.FromSeconds(5)))
            {
                throw new InvalidOperationException("The wallet is in use.");
            }

            try
            {
                var balance = (decimal)await Db.StringGetAsync("balance:" + account);
                await Db.StringSetAsync("balance:" + account, (double)(balance - amount));
            }
            finally
            {
                await Db.LockReleaseAsync("wallet:" + account, token);
            }
        }
    }
}

namespace RG3008.Discard.Before
{
    public class Board : Hub
    {
        private readonly IDatabase _db;

        public Board(IDatabase db)
        {
            _db = db;
        }

        public void Move(string card, int column)
        {
            _ = _db.LockTake(card, Context.ConnectionId, TimeSpan.FromSeconds(2)); // expect: RG3008
            _db.HashSet("board", card, column);
            _db.LockRelease(card, Context.ConnectionId);
        }
    }
}

namespace RG3008.Discard.After
{
    public class Board : Hub
    {
        private readonly IDatabase _db;

        public Board(IDatabase db)
        {
            _db = db;
        }

        public void Move(string card, int column)
        {
            if (_db.LockTake(card, Context.ConnectionId, TimeSpan.FromSeconds(2)))
            {
                try
                {
                    _db.HashSet("board", card, column);
                }
                finally
                {
                    _db.LockRelease(card, Context.ConnectionId);
                }
            }
        }
    }
}

namespace RG3008.Expression.Before
{
    public class Guarded(IDatabase db)
    {
        public void Enter(string name, string token) => db.LockTake(name, token, TimeSpan.FromSeconds(30)); // expect: RG3008

        public void Leave(string name, string token) => db.LockRelease(name, token);
    }
}

namespace RG3008.Expression.After
{
    public class Guarded(IDatabase db)
    {
        public bool Enter(string name, string token) => db.LockTake(name, token, TimeSpan.FromSeconds(30));

        public void Leave(string name, string token) => db.LockRelease(name, token);
    }
}

namespace RG3008.Abandoned.Before
{
    public class Leader(IDatabase db)
    {
        public async Task<bool> TryLeadAsync(string id, CancellationToken cancellationToken)
        {
            try
            {
                return await db.LockTakeAsync("leader", id, TimeSpan.FromMinutes(1)).WaitAsync(TimeSpan.FromSeconds(1), cancellationToken); // expect: RG3008
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }
}

namespace RG3008.Abandoned.After
{
    public class Leader(IDatabase db)
    {
        public async Task<bool> TryLeadAsync(string id, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await db.LockTakeAsync("leader", id, TimeSpan.FromMinutes(1));
        }
    }
}

namespace RG3008.Unread.Before
{
    public class Cleanup
    {
        public void Run(IDatabase db)
        {
            bool gotLock;
            gotLock = db.LockTakeAsync("cleanup", "me", TimeSpan.FromSeconds(30)).GetAwaiter().GetResult(); // expect: RG3008 allow: RG4004
            try
            {
                db.KeyDelete("stale");
            }
            finally
            {
                db.LockRelease("cleanup", "me");
            }
        }
    }
}

namespace RG3008.Unread.After
{
    public class Cleanup
    {
        public void Run(IDatabase db)
        {
            bool gotLock;
            gotLock = db.LockTake("cleanup", "me", TimeSpan.FromSeconds(30));
            if (!gotLock)
            {
                return;
            }

            try
            {
                db.KeyDelete("stale");
            }
            finally
            {
                db.LockRelease("cleanup", "me");
            }
        }
    }
}

namespace RG3008.Delegate.Before
{
    public static class Once
    {
        public static void Run(IDatabase db, Action work)
        {
            Action enter = () => db.LockTake("once", "1", TimeSpan.FromHours(1)); // expect: RG3008
            enter();
            work();
        }
    }
}

namespace RG3008.Delegate.After
{
    public static class Once
    {
        public static void Run(IDatabase db, Action work)
        {
            Func<bool> enter = () => db.LockTake("once", "1", TimeSpan.FromHours(1));
            if (enter())
            {
                work();
            }
        }
    }
}

namespace RG3008.WhenAny.Before
{
    public class Impatient(IDatabase db)
    {
        public async Task<bool> EnterAsync(string key, string token)
        {
            Task<bool> taking = db.LockTakeAsync(key, token, TimeSpan.FromSeconds(30)); // expect: RG3008
            if (await Task.WhenAny(taking, Task.Delay(500)) != taking)
            {
                return false;
            }

            return true;
        }
    }
}

namespace RG3008.WhenAny.After
{
    public class Impatient(IDatabase db)
    {
        public async Task<bool> EnterAsync(string key, string token)
        {
            Task<bool> taking = db.LockTakeAsync(key, token, TimeSpan.FromSeconds(30));
            if (await Task.WhenAny(taking, Task.Delay(500)) != taking)
            {
                _ = taking.ContinueWith(late => late.Result ? db.LockReleaseAsync(key, token) : Task.CompletedTask);
                return false;
            }

            return await taking;
        }
    }
}
