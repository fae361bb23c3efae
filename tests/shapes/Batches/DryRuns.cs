// Whether the batch is sent, the caller chooses; the answers are awaited in any case. And answers that a catch awaits before anything is sent.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3003.DryRuns.Before
{
    public class Sync
    {
        private readonly IDatabase _db;

        public Sync(IDatabase db) => _db = db;

        public async Task<long> RunAsync(bool dryRun)
        {
            var batch = _db.CreateBatch(); // expect: RG3003
            var total = batch.StringIncrementAsync("runs");
            if (!dryRun)
            {
                batch.Execute();
            }

            return await total;
        }

        public async Task ManyAsync(string[] ids, bool dryRun)
        {
            var batch = _db.CreateBatch(); // expect: RG3003
            var tasks = new List<Task>();
            foreach (var id in ids)
            {
                tasks.Add(batch.KeyDeleteAsync(id));
            }

            if (!dryRun)
            {
                batch.Execute();
            }

            await Task.WhenAll(tasks);
        }

        public async Task<bool> AddAsync(string id, Action check)
        {
            var tran = _db.CreateTransaction();
            var added = tran.SetAddAsync("all", id);
            try
            {
                check();
            }
            catch (InvalidOperationException)
            {
                return await added; // expect: RG3004
            }

            await tran.ExecuteAsync();
            return await added;
        }
    }
}

namespace RG3003.DryRuns.After
{
    public class Sync
    {
        private readonly IDatabase _db;

        public Sync(IDatabase db) => _db = db;

        public async Task<long> RunAsync(bool dryRun)
        {
            if (dryRun)
            {
                return (long)await _db.StringGetAsync("runs");
            }

            var batch = _db.CreateBatch();
            var total = batch.StringIncrementAsync("runs");
            batch.Execute();
            return await total;
        }

        public async Task ManyAsync(string[] ids, bool dryRun)
        {
            var batch = _db.CreateBatch();
            var tasks = new List<Task>();
            foreach (var id in ids)
            {
                tasks.Add(batch.KeyDeleteAsync(id));
            }

            if (!dryRun)
            {
                batch.Execute();
                await Task.WhenAll(tasks);
            }
        }

        public async Task<bool> AddAsync(string id, Action check)
        {
            var tran = _db.CreateTransaction();
            var added = tran.SetAddAsync("all", id);
            try
            {
                check();
                await tran.ExecuteAsync();
            }
            catch (RedisTimeoutException)
            {
                return await added;
            }

            return await added;
        }
    }
}

namespace RG3003.Fine.DryRuns
{
    /// <summary>Nobody waits for an answer: what isn't sent isn't missed.</summary>
    public class Cleanup
    {
        private readonly IDatabase _db;

        public Cleanup(IDatabase db) => _db = db;

        public int Run(string[] ids, bool dryRun)
        {
            var count = 0;
            var batch = _db.CreateBatch();
            foreach (var id in ids)
            {
                _ = batch.KeyDeleteAsync(id);
                count++;
            }

            if (!dryRun)
            {
                batch.Execute();
            }

            return count;
        }

        public async Task<int> DeleteAsync(string[] ids, bool commit)
        {
            var tran = _db.CreateTransaction();
            var tasks = new List<Task<bool>>();
            foreach (var id in ids)
            {
                tasks.Add(tran.KeyDeleteAsync(id));
            }

            if (!commit)
            {
                Console.WriteLine(tasks.Count);
                return 0;
            }

            await tran.ExecuteAsync();
            return (await Task.WhenAll(tasks)).Count(deleted => deleted);
        }

        public void Touch(string id, bool commit)
        {
            var batch = _db.CreateBatch();
            _ = batch.KeyTouchAsync(id);
            if (commit)
            {
                batch.Execute();
            }
        }

        public async Task SomeAsync(string[] ids, bool any)
        {
            var batch = _db.CreateBatch();
            var tasks = new List<Task>();
            foreach (var id in ids.Where(id => id.Length > 3))
            {
                tasks.Add(batch.KeyDeleteAsync(id));
                any = true;
            }

            if (any)
            {
                batch.Execute();
            }

            await Task.WhenAll(tasks);
        }
    }
}
