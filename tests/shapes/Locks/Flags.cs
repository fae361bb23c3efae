// A flag that says that the lock isn't held begins true and is set false under it; a token that is made anew whatever the answer was is another one.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Locks.Flags
{
    public sealed class Turned(IDatabase database)
    {
        public void Left(Action work)
        {
            bool isBusy = true;
            string token = Guid.NewGuid().ToString();
            if (database.LockTake("job", token, TimeSpan.FromMinutes(1)))
            {
                isBusy = false;
            }

            if (isBusy)
            {
                return;
            }

            try
            {
                work();
            }
            finally
            {
                database.LockRelease("job", token);
            }
        }

        public async Task FinallyAsync(Func<Task> work)
        {
            bool skipped = true;
            string token = Guid.NewGuid().ToString();
            try
            {
                if (await database.LockTakeAsync("job", token, TimeSpan.FromMinutes(1)))
                {
                    skipped = false;
                    await work();
                }
            }
            finally
            {
                if (!skipped)
                {
                    await database.LockReleaseAsync("job", token);
                }
            }
        }

        // The flag says it rightly, and the work may throw all the same.
        public void Unsafe(Action work)
        {
            bool isBusy = true;
            string token = Guid.NewGuid().ToString();
            if (database.LockTake("job", token, TimeSpan.FromMinutes(1))) // expect: RG3006
            {
                isBusy = false;
            }

            if (isBusy)
            {
                return;
            }

            work();
            database.LockRelease("job", token);
        }
    }

    public sealed class MadeAnew(IDatabase database)
    {
        public async Task WhateverTheAnswerAsync(Func<Task> work)
        {
            string token = Guid.NewGuid().ToString();
            bool taken = false;
            for (int i = 0; i < 5 && !taken; i++)
            {
                taken = await database.LockTakeAsync("retry", token, TimeSpan.FromMinutes(5)); // allow: RG3006
                token = Guid.NewGuid().ToString();
            }

            if (!taken)
            {
                return;
            }

            try
            {
                await work();
            }
            finally
            {
                await database.LockReleaseAsync("retry", token); // expect: RG3007
            }
        }

        public async Task ForTheNextTryAsync(Func<Task> work)
        {
            string token = Guid.NewGuid().ToString();
            for (int i = 0; i < 5; i++)
            {
                if (await database.LockTakeAsync("retry", token, TimeSpan.FromMinutes(5)))
                {
                    try
                    {
                        await work();
                    }
                    finally
                    {
                        await database.LockReleaseAsync("retry", token);
                    }

                    return;
                }

                token = Guid.NewGuid().ToString();
            }
        }
    }
}
