// A token to which something is added is another token, and a key with another word in it another key.
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

namespace Locks.AnotherKeys
{
    public sealed class Faults(IDatabase database)
    {
        public async Task Interpolated(string order)
        {
            string token = Guid.NewGuid().ToString();
            if (!await database.LockTakeAsync($"pay:{order}", token, TimeSpan.FromSeconds(10))) // expect: RG3006
            {
                return;
            }

            try
            {
                await Task.Yield();
            }
            finally
            {
                await database.LockReleaseAsync($"payment:{order}", token);
            }
        }

        public void Written(string token)
        {
            if (!database.LockTake("nightly", token, TimeSpan.FromSeconds(10))) // expect: RG3006
            {
                return;
            }

            try
            {
                database.Ping();
            }
            finally
            {
                database.LockRelease("nightly-job", token);
            }
        }
    }

    public sealed class Fine(IDatabase database)
    {
        private const string Prefix = "pay:";

        public void OtherWords(string order, string token)
        {
            if (!database.LockTake("pay:" + order, token, TimeSpan.FromSeconds(10)))
            {
                return;
            }

            try
            {
                database.Ping();
            }
            finally
            {
                database.LockRelease($"{Prefix}{order}", token);
            }
        }

        public void Unknown(string order, string key, string token)
        {
            if (!database.LockTake("pay:" + order, token, TimeSpan.FromSeconds(10)))
            {
                return;
            }

            try
            {
                database.Ping();
            }
            finally
            {
                database.LockRelease(key, token);
            }
        }
    }
}
