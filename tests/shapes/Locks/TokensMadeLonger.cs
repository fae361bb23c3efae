// A token to which something is added is another token.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Locks.TokensMadeLonger
{
    public sealed class Faults(IDatabase database)
    {
        public async Task Added(string key, string[] steps)
        {
            foreach (string step in steps)
            {
                string token = Guid.NewGuid().ToString();
                if (!await database.LockTakeAsync(key, token, TimeSpan.FromSeconds(5)))
                {
                    continue;
                }

                try
                {
                    await Task.Yield();
                    token += step;
                }
                finally
                {
                    await database.LockReleaseAsync(key, token); // expect: RG3007
                }
            }
        }

        public void Joined(string key, int attempt)
        {
            RedisValue token = Environment.MachineName;
            if (!database.LockTake(key, token, TimeSpan.FromSeconds(5)))
            {
                return;
            }

            try
            {
                token = token + ":" + attempt;
            }
            finally
            {
                database.LockRelease(key, token); // expect: RG3007
            }
        }
    }

    public sealed class Fine(IDatabase database)
    {
        public async Task AddedBefore(string key, string[] steps)
        {
            foreach (string step in steps)
            {
                string token = key + step;
                token += Environment.MachineName;
                if (!await database.LockTakeAsync(key, token, TimeSpan.FromSeconds(5)))
                {
                    continue;
                }

                try
                {
                    await Task.Yield();
                }
                finally
                {
                    await database.LockReleaseAsync(key, token);
                }
            }
        }
    }
}
