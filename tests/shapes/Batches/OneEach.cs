// A transaction for each element, which one of the paths doesn't send, while all answers are awaited behind the loop.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3003.OneEach.Before
{
    public class Orders
    {
        private readonly IDatabase _db;

        public Orders(IDatabase db) => _db = db;

        public async Task<int> PlaceAsync(IEnumerable<(string Id, int Count)> orders)
        {
            var done = new List<Task<long>>();
            foreach (var (id, count) in orders)
            {
                var tran = _db.CreateTransaction(); // expect: RG3003
                done.Add(tran.HashDecrementAsync("stock", id, count));
                if (count > 100)
                {
                    continue;
                }

                await tran.ExecuteAsync();
            }

            return (await Task.WhenAll(done)).Count(left => left >= 0);
        }
    }
}

namespace RG3003.OneEach.After
{
    public class Orders
    {
        private readonly IDatabase _db;

        public Orders(IDatabase db) => _db = db;

        public async Task<int> PlaceAsync(IEnumerable<(string Id, int Count)> orders)
        {
            var done = new List<Task<long>>();
            foreach (var (id, count) in orders)
            {
                if (count > 100)
                {
                    continue;
                }

                var tran = _db.CreateTransaction();
                done.Add(tran.HashDecrementAsync("stock", id, count));
                await tran.ExecuteAsync();
            }

            return (await Task.WhenAll(done)).Count(left => left >= 0);
        }

        public async Task SomeAsync(IEnumerable<(string Id, int Count)> orders, IBatch all)
        {
            var done = new List<Task>();
            foreach (var (id, count) in orders)
            {
                var batch = _db.CreateBatch();
                done.Add(batch.HashDecrementAsync("stock", id, count));
                done.Add(all.HashIncrementAsync("sold", id, count));
                batch.Execute();
            }

            all.Execute();
            await Task.WhenAll(done);
        }
    }
}
