// A batch that is made when something is to be queued, and given up when it was sent: the last one has to be sent after the loop.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Batches.OnDemand
{
    public sealed class Expiry(IDatabase database)
    {
        public void Unsent(IEnumerable<string> keys)
        {
            IBatch? batch = null;
            int queued = 0;
            foreach (string key in keys)
            {
                batch ??= database.CreateBatch(); // expect: RG3003
                _ = batch.KeyExpireAsync(key, TimeSpan.FromHours(1));
                if (++queued == 500)
                {
                    batch.Execute();
                    batch = null;
                    queued = 0;
                }
            }
        }

        public void Sent(IEnumerable<string> keys)
        {
            IBatch? batch = null;
            int queued = 0;
            foreach (string key in keys)
            {
                batch ??= database.CreateBatch();
                _ = batch.KeyExpireAsync(key, TimeSpan.FromHours(1));
                if (++queued == 500)
                {
                    batch.Execute();
                    batch = null;
                    queued = 0;
                }
            }

            batch?.Execute();
        }

        public void EachTurn(IEnumerable<string> keys)
        {
            IBatch? batch = null;
            foreach (string key in keys)
            {
                batch ??= database.CreateBatch();
                _ = batch.KeyExpireAsync(key, TimeSpan.FromHours(1));
                batch.Execute();
                batch = null;
            }
        }
    }
}
