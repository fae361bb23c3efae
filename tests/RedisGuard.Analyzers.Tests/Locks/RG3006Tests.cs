using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Locks;

/// <summary>RG3006, Lock is not released on every path.</summary>
public class RG3006Tests
{
    [Theory]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); }")]
    [InlineData("if (await {|RG3006:db.LockTakeAsync(key, token, ttl)|}) { await WorkAsync(); await db.LockReleaseAsync(key, token); }")]
    [InlineData("if (await {|RG3006:db.LockTakeAsync(key, token, ttl)|}.ConfigureAwait(false)) { Work(); await db.LockReleaseAsync(key, token).ConfigureAwait(false); }")]
    [InlineData("if ({|RG3006:db.LockTakeAsync(key, token, ttl)|}.Result) { Work(); db.LockReleaseAsync(key, token).Wait(); }")]
    [InlineData("if ({|RG3006:db.LockTakeAsync(key, token, ttl)|}.GetAwaiter().GetResult()) { Work(); db.LockRelease(key, token); }")]
    [InlineData("if (!{|RG3006:db.LockTake(key, token, ttl)|}) { return; } Work(); db.LockRelease(key, token);")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|} == false) return; Work(); db.LockRelease(key, token);")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|} is not true) { return; } Work(); db.LockRelease(key, token);")]
    [InlineData("var taken = {|RG3006:db.LockTake(key, token, ttl)|}; if (taken) { Work(); db.LockRelease(key, token); }")]
    [InlineData("bool taken; taken = await {|RG3006:db.LockTakeAsync(key, token, ttl)|}; if (taken) { Work(); db.LockRelease(key, token); }")]
    [InlineData("var busy = !{|RG3006:db.LockTake(key, token, ttl)|}; if (busy) { return; } Work(); db.LockRelease(key, token);")]
    [InlineData("var task = {|RG3006:db.LockTakeAsync(key, token, ttl)|}; if (await task) { Work(); db.LockRelease(key, token); }")]
    [InlineData("if (flag && {|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); }")]
    [InlineData("while (!{|RG3006:db.LockTake(key, token, ttl)|}) { await Task.Delay(10); } Work(); db.LockRelease(key, token);")]
    [InlineData("while (flag) { if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); } }")]
    [InlineData("try { if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); } } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); } } finally { Console.WriteLine(); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { try { Work(); } catch (InvalidOperationException) { } db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { if (flag) { Work(); db.LockRelease(key, token); return; } db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { try { if (flag) { return; } } finally { Console.WriteLine(); } db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { if (flag) { return; } db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { if (flag) { throw new InvalidOperationException(); } db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake(\"lock:\" + key, token, ttl)|}) { Work(); db.LockRelease(\"lock:\" + key, token); }")]
    [InlineData("if ({|RG3006:db.LockTake($\"lock:{key}\", token, ttl)|}) { Work(); db.LockRelease($\"lock:{key}\", token); }")]
    [InlineData("if ({|RG3006:db.LockTake(Key, token, ttl)|}) { Work(); db.LockRelease(\"lock\", token); }")]
    [InlineData("var name = \"lock:\" + key; if ({|RG3006:db.LockTake(name, token, ttl)|}) { Work(); db.LockRelease(name, token); }")]
    [InlineData("if ({|RG3006:_db.LockTake(key, token, ttl)|}) { Work(); _db.LockRelease(key, token); }")]
    [InlineData("if ({|RG3006:_db.LockTake(key, token, ttl)|}) { Work(); _db.LockRelease(key, token, CommandFlags.FireAndForget); }")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); db.LockRelease(key, token); } else { throw new InvalidOperationException(); }")]
    [InlineData("switch ({|RG3006:db.LockTake(key, token, ttl)|}) { case true: Work(); db.LockRelease(key, token); break; }")]
    [InlineData("var acquired = false; for (int i = 0; i < 3; i++) { if ({|RG3006:db.LockTake(key, token, ttl)|}) { acquired = true; break; } } if (!acquired) { return; } Work(); db.LockRelease(key, token);")]
    [InlineData("var taken = {|RG3006:db.LockTake(key, token, ttl)|}; Work(); if (taken) { db.LockRelease(key, token); }")]
    [InlineData("async Task Inner() { if (await {|RG3006:db.LockTakeAsync(key, token, ttl)|}) { await WorkAsync(); await db.LockReleaseAsync(key, token); } } await Inner();")]
    [InlineData("Func<Task> inner = async () => { if (await {|RG3006:db.LockTakeAsync(key, token, ttl)|}) { await WorkAsync(); await db.LockReleaseAsync(key, token); } }; await inner();")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); Release(db, key, token); }")]
    [InlineData("if (!{|RG3006:db.LockTake(key, token, ttl)|}) { return; } Work(); Free(); void Free() => db.LockRelease(key, token);")]
    [InlineData("if (!await {|RG3006:db.LockTakeAsync($\"lock:{key}\", token, ttl)|}) { return; } await WorkAsync(); await FreeAsync(); Task FreeAsync() => db.LockReleaseAsync($\"lock:{key}\", token);")]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|} is var taken && taken) { Work(); db.LockRelease(key, token); }")]
    [InlineData("bool taken; if (!(taken = {|RG3006:db.LockTake(key, token, ttl)|})) { return; } Work(); db.LockRelease(key, token);")]
    public Task ReleaseThatAnExceptionPasses_IsReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { db.LockRelease(key, token); } }")]
    [InlineData("if (await db.LockTakeAsync(key, token, ttl)) { try { await WorkAsync(); } finally { await db.LockReleaseAsync(key, token); } }")]
    [InlineData("var state = await db.LockTakeAsync(key, token, ttl) ? \"taken\" : \"busy\"; if (state != \"taken\") { return; } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("if (!db.LockTake(key, token, ttl)) { return; } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("var taken = db.LockTake(key, token, ttl); try { if (taken) { Work(); } } finally { if (taken) { db.LockRelease(key, token); } }")]
    [InlineData("var taken = false; try { taken = db.LockTake(key, token, ttl); if (!taken) { return; } Work(); } finally { if (taken) { db.LockRelease(key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); return; } catch (Exception e) { Console.WriteLine(e); throw; } finally { db.LockRelease(key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { if (_db != null) { _db.LockRelease(key, token); } } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { _db?.LockRelease(key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { _ = db.LockReleaseAsync(key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { db.LockRelease(key, token, CommandFlags.FireAndForget); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { try { db.LockRelease(key, token); } catch (RedisException) { } } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { Release(db, key, token); } db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } catch { db.LockRelease(key, token); throw; } db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } catch (Exception e) { Console.WriteLine(e); } db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { Console.WriteLine(\"taken\"); try { Work(); } finally { db.LockRelease(key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { var watch = System.Diagnostics.Stopwatch.StartNew(); try { Work(); } finally { db.LockRelease(key, token); Console.WriteLine(watch); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { try { Work(); } catch (InvalidOperationException) { } } finally { db.LockRelease(key, token); } }")]
    [InlineData("while (!db.LockTake(key, token, ttl)) { await Task.Delay(10); } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("var acquired = false; for (int i = 0; i < 3; i++) { if (db.LockTake(key, token, ttl)) { acquired = true; break; } await Task.Delay(10); } if (!acquired) { return; } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("bool taken; do { taken = await db.LockTakeAsync(key, token, ttl); } while (!taken && flag); if (!taken) { throw new TimeoutException(); } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("try { if (db.LockTake(key, token, ttl)) { Work(); } } finally { db.LockRelease(key, token); }")]
    public Task ReleaseInFinally_IsSilent(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("if (db.LockTake(key, token, ttl)) { db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { _count++; db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { Work(); }")]
    [InlineData("if (!db.LockTake(key, token, ttl)) { return; } Work();")]
    [InlineData("if (db.LockTake(key, token, ttl)) { Work(); db.LockRelease(Key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { Work(); Release(db, Key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { Release(db, key, token); }")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); await Task.WhenAny(take, Task.Delay(10)); if (!take.IsCompleted) { _ = LateAsync(take); Work(); return; } if (await take) { try { Work(); } finally { db.LockRelease(key, token); } } async Task LateAsync(Task<bool> late) { if (await late) { Work(); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { Release(db, key, token); } }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { try { Work(); } finally { Free(); } } void Free() => db.LockRelease(key, token);")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); if (await Task.WhenAny(take, Task.Delay(10)) != take) { _ = take.ContinueWith(late => late.Result && db.LockRelease(key, token)); throw new TimeoutException(); } if (!await take) { return; } try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("_taken = db.LockTake(key, token, ttl); Work(); if (_taken) { db.LockRelease(key, token); }")]
    [InlineData("Use(db.LockTake(key, token, ttl)); Work(); db.LockRelease(key, token);")]
    [InlineData("if (db.LockTake(key, token, ttl)) { using var held = new Held(() => db.LockRelease(key, token)); Work(); db.LockRelease(key, token); }")]
    [InlineData("if (db.LockTake(key, token, ttl)) { if (token.HasValue) { db.LockRelease(key, token); } }")]
    public Task NothingCanGetPast_OrNobodyMeansToRelease_IsSilent(string statements) => VerifyAsync(statements);

    [Fact]
    public Task WrappersAndPairs_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Locks(IDatabase db)
        {
            public bool Take(string key, string token) => db.LockTake(key, token, TimeSpan.FromSeconds(5));

            public Task<bool> TakeAsync(string key, string token) => db.LockTakeAsync(key, token, TimeSpan.FromSeconds(5));

            public bool Release(string key, string token) => db.LockRelease(key, token);

            public bool TryTake(string key, string token)
            {
                if (!db.LockTake(key, token, TimeSpan.FromSeconds(5)))
                {
                    return false;
                }

                if (!Valid(key))
                {
                    db.LockRelease(key, token);
                    return false;
                }

                return true;
            }

            public bool TryTakeToo(string key, string token)
            {
                var taken = db.LockTake(key, token, TimeSpan.FromSeconds(5));
                if (taken && !Valid(key))
                {
                    db.LockRelease(key, token);
                    taken = false;
                }

                return taken;
            }

            public void Lock(string key, string token)
            {
                while (!db.LockTake(key, token, TimeSpan.FromSeconds(5)))
                {
                    Thread.Sleep(10);
                }

                if (!Valid(key))
                {
                    db.LockRelease(key, token);
                    throw new InvalidOperationException();
                }
            }

            public void Unlock(string key, string token) => db.LockRelease(key, token);

            public IDisposable? Enter(string key, string token)
            {
                if (!db.LockTake(key, token, TimeSpan.FromSeconds(5)))
                {
                    return null;
                }

                return new Handle(db, key, token);
            }

            private static bool Valid(string key) => key.Length > 0;
        }

        sealed class Handle : IDisposable
        {
            private readonly IDatabase _db;
            private readonly string _key;
            private readonly string _token;

            public Handle(IDatabase db, string key, string token)
            {
                _db = db;
                _key = key;
                _token = token;
                if (!_db.LockTake(_key, _token, TimeSpan.FromSeconds(5)))
                {
                    throw new TimeoutException();
                }
            }

            public void Dispose() => _db.LockRelease(_key, _token);
        }
        """);

    [Fact]
    public Task HandlesThatAreMadeBeforeTheyAreReturned_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Locks(IDatabase db)
        {
            public IDisposable? Enter(string name)
            {
                var key = "lock:" + name;
                var token = Guid.NewGuid().ToString();
                if (!db.LockTake(key, token, TimeSpan.FromSeconds(5)))
                {
                    return null;
                }

                try
                {
                    var handle = new Handle(db, key, token);
                    handle.Check();
                    return handle;
                }
                catch
                {
                    db.LockRelease(key, token);
                    throw;
                }
            }

            public void Enter(string name, string token)
            {
                if ({|RG3006:db.LockTake(name, token, TimeSpan.FromSeconds(5))|})
                {
                    new Handle(db, "another", "token").Check();
                    db.LockRelease(name, token);
                }
            }
        }

        sealed class Handle(IDatabase db, string key, string token) : IDisposable
        {
            public void Check() => ArgumentNullException.ThrowIfNull(key);

            public void Dispose() => db.LockRelease(key, token);
        }
        """);

    [Fact]
    public Task ConditionBesideTheLock_MayLeaveWithIt() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase db, string token)
        {
            private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(5);

            public void After(bool isDue)
            {
                if ({|RG3006:db.LockTake("after", token, Ttl)|} && isDue)
                {
                    try { Work(); } finally { db.LockRelease("after", token); }
                }
            }

            public void Before(bool isDue)
            {
                if (isDue && db.LockTake("before", token, Ttl))
                {
                    try { Work(); } finally { db.LockRelease("before", token); }
                }
            }

            private static void Work() => Console.WriteLine();
        }
        """);

    [Fact]
    public Task AnswersHoweverTheyAreAsked_AreUnderstood() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase db, IDatabase? other, string token)
        {
            private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(5);

            public void Turned()
            {
                if (false == db.LockTake("turned", token, Ttl))
                {
                    return;
                }

                try { Work(); } finally { db.LockRelease("turned", token); }
            }

            public void Twice()
            {
                var taken = db.LockTake("twice", token, Ttl) || db.LockTake("twice", token, Ttl);
                if (!taken)
                {
                    return;
                }

                try { Work(); } finally { db.LockRelease("twice", token); }
            }

            public void Maybe()
            {
                bool? taken = other?.LockTake("maybe", token, Ttl);
                if (taken.GetValueOrDefault())
                {
                    try { Work(); } finally { db.LockRelease("maybe", token); }
                }
            }

            public void MaybeToo()
            {
                if (other?.LockTake("too", token, Ttl) != true)
                {
                    return;
                }

                try { Work(); } finally { db.LockRelease("too", token); }
            }

            public void Read()
            {
                bool? taken = db.LockTake("read", token, Ttl);
                if (taken.Value)
                {
                    try { Work(); } finally { db.LockRelease("read", token); }
                }
            }

            private static void Work() => Console.WriteLine();
        }
        """);

    [Fact]
    public Task YesInATask_HandsTheLockOver() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase db)
        {
            public Task<bool> TakeAsync(string key, string token)
            {
                if (!db.LockTake(key, token, TimeSpan.FromSeconds(5)))
                {
                    return Task.FromResult(false);
                }

                if (!Valid(key))
                {
                    db.LockRelease(key, token);
                    return Task.FromResult(false);
                }

                return Task.FromResult(true);
            }

            public Task<bool> RunAsync(string key, string token)
            {
                if ({|RG3006:db.LockTake(key, token, TimeSpan.FromSeconds(5))|})
                {
                    Valid(key);
                    db.LockRelease(key, token);
                }

                return Task.FromResult(true);
            }

            private static bool Valid(string key) => key.Length > 0;
        }
        """);

    [Fact]
    public Task LoopWithoutEndThatGoesOnWithTheLock_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Worker(IDatabase db, string token)
        {
            private bool _isPaused;

            public void Run()
            {
                while (true)
                {
                    if (!{|RG3006:db.LockTake("worker", token, TimeSpan.FromSeconds(5))|})
                    {
                        continue;
                    }

                    if (_isPaused)
                    {
                        continue;
                    }

                    try { Pause(); } finally { db.LockRelease("worker", token); }
                }
            }

            private void Pause() => _isPaused = true;
        }
        """);

    [Fact]
    public Task HelperOfTheType_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        abstract class Job(IDatabase db, string name)
        {
            private readonly string _token = Guid.NewGuid().ToString();

            protected abstract Task DoAsync();

            public async Task RunAsync()
            {
                if (await {|RG3006:db.LockTakeAsync(name, _token, TimeSpan.FromSeconds(5))|})
                {
                    await DoAsync();
                    await UnlockAsync();
                }
            }

            public async Task StartAsync()
            {
                if (!await db.LockTakeAsync(name, _token, TimeSpan.FromSeconds(5)))
                {
                    return;
                }

                try
                {
                    await DoAsync();
                }
                catch
                {
                    await UnlockAsync();
                    throw;
                }
            }

            public Task StopAsync() => UnlockAsync();

            private async Task UnlockAsync() => await db.LockReleaseAsync(name, _token);
        }
        """);

    [Fact]
    public Task LockThatAHelperTakes_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Job(IDatabase db)
        {
            private readonly string _token = Guid.NewGuid().ToString();

            public async Task RunAsync(string name, Func<Task> work)
            {
                if (await {|RG3006:TakeAsync(name)|})
                {
                    await work();
                    await GiveAsync(name);
                }
            }

            public async Task RunFirstAsync(Func<Task> work)
            {
                if (!await TakeAsync("first"))
                {
                    return;
                }

                try { await work(); } finally { await GiveAsync("first"); }
            }

            public async Task RunAnotherAsync(Func<Task> work)
            {
                if (await TakeAsync("one"))
                {
                    await work();
                    await GiveAsync("other");
                }
            }

            public void Run(Action work)
            {
                if (!{|RG3006:Take("third")|})
                {
                    return;
                }

                work();
                db.LockRelease("third", _token);

                bool Take(string key) => db.LockTake(key, _token, TimeSpan.FromSeconds(5));
            }

            private async Task<bool> TakeAsync(string name) => await db.LockTakeAsync("lock:" + name, _token, TimeSpan.FromSeconds(5)).ConfigureAwait(false);

            private Task GiveAsync(string name) => db.LockReleaseAsync("lock:" + name, _token);
        }
        """);

    [Fact]
    public Task HelperWhoseYesMayMeanAnotherLock_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Job(IDatabase db, bool isAlone)
        {
            public void Run(string token, Action work)
            {
                if (Take(token))
                {
                    work();
                    Give(token);
                }
            }

            private bool Take(string token)
            {
                if (isAlone)
                {
                    return true;
                }

                return db.LockTake("job", token, TimeSpan.FromSeconds(5));
            }

            private void Give(string token) => db.LockRelease("job", token);
        }
        """);

    [Fact]
    public Task AnswerInATuple_IsAsked() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Job(IDatabase db)
        {
            public async Task RunAsync(Func<Task> work)
            {
                (bool taken, string? token) = await {|RG3006:TryTakeAsync()|};
                if (taken)
                {
                    await work();
                    await db.LockReleaseAsync("job", token);
                }
            }

            public async Task RunSafelyAsync(Func<Task> work)
            {
                var (taken, token) = await TryTakeAsync();
                try
                {
                    if (taken)
                    {
                        await work();
                    }
                }
                finally
                {
                    if (taken)
                    {
                        await db.LockReleaseAsync("job", token);
                    }
                }
            }

            private async Task<(bool Taken, string? Token)> TryTakeAsync()
            {
                var token = Guid.NewGuid().ToString();
                return await db.LockTakeAsync("job", token, TimeSpan.FromSeconds(5)) ? (true, token) : (false, null);
            }
        }
        """);

    [Fact]
    public Task EarlyReturnBesideAnotherMethodsOwnLock_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase db, string token)
        {
            public bool First()
            {
                if (!{|RG3006:db.LockTake("first", token, TimeSpan.FromSeconds(5))|})
                {
                    return false;
                }

                if (db.KeyExists("done"))
                {
                    return false;
                }

                return db.LockRelease("first", token);
            }

            public void Second()
            {
                if (db.LockTake("second", token, TimeSpan.FromSeconds(5)))
                {
                    db.LockRelease("second", token);
                }
            }
        }
        """);

    [Fact]
    public Task ReleaseOnSomeReturns_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache<T>(IDatabase db)
        {
            public string? Execute(string key, Func<string> factory)
            {
                RedisValue value = db.StringGet(key);
                if (value.IsNullOrEmpty)
                {
                    if ({|RG3006:db.LockTake("lock." + key, "1", TimeSpan.FromSeconds(5))|})
                    {
                        value = db.StringGet(key);
                        if (value.IsNullOrEmpty)
                        {
                            var made = factory();
                            db.StringSet(key, made);
                            db.LockRelease("lock." + key, "1");
                            return made;
                        }

                        db.LockRelease("lock." + key, "1");
                    }
                }

                return value;
            }
        }
        """);

    [Theory]
    [InlineData("if ({|#0:db.LockTake(key, token, ttl)|}) { Work(); {|#1:db.LockRelease(key, token)|}; }", "The lock that 'LockTake' takes isn't released when the code throws, also by cancellation, and all others wait until it expires; release it in a finally")]
    [InlineData("if (await {|#0:db.LockTakeAsync(key, token, ttl)|}) { if (flag) { return; } {|#1:db.LockRelease(key, token)|}; }", "The lock that 'LockTakeAsync' takes isn't released on a path that returns early, and all others wait until it expires; release it in a finally")]
    public Task Message(string statements, string message) => AllRules.VerifyAsync(
        Source(statements, others: false),
        setup: null,
        new DiagnosticResult("RG3006", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(message));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("if (db.LockTake(key, token, ttl)) { Work(); db.LockRelease(key, token); }"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Db { public bool LockTake(string key) => key != null; public bool LockRelease(string key) => key != null; }
        class C { public void M(Db db) { if (db.LockTake("k")) { Console.WriteLine(); db.LockRelease("k"); } } }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class Db { public bool LockTake(string key) => key != null; public bool LockRelease(string key) => key != null; }
        class C { public void M(Db db) { if (db.LockTake("k")) { Console.WriteLine(); db.LockRelease("k"); } } }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { var a = b; var b = a; if (db.LockTake(a, b, )) { db.LockRelease(a, b); } if (db.LockTake("k",
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync(Source(statements, others: !statements.Contains("return; } db.LockRelease", StringComparison.Ordinal) && !statements.Contains("finally { Console.WriteLine(); } db", StringComparison.Ordinal)));

    private static string Source(string statements, bool others = true) =>
        $$"""
        using StackExchange.Redis;

        class Service
        {
            private const string Key = "lock";
            private readonly IDatabase? _nullable = null;
            private IDatabase _db = null!;
            private int _count;
            private bool _taken;

            public async Task M(IDatabase db, string key, RedisValue token, TimeSpan ttl, bool flag)
            {
                await Task.Yield();
                {{statements}}
            }

            private void Work() => _count++;

            private async Task WorkAsync()
            {
                await Task.Yield();
                _count = _nullable is null || _taken ? 1 : 2;
            }

            private void Use(bool taken) => _taken = taken;

        {{(others ? "    private static void Release(IDatabase db, string key, RedisValue token) => db.LockRelease(key, token);" : "")}}

            private sealed class Held : IDisposable
            {
                private readonly Action _release;
                public Held(Action release) => _release = release;
                public void Dispose() => _release();
            }
        }
        """;
}
