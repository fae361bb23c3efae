using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

public class PoolFixAllTests
{
    [Fact]
    public Task CallsInOneMethod_AreAllFixed() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            async Task Copy(string from, string to)
            {
                using (var source = [|ConnectionMultiplexer.Connect(from)|])
                {
                    using (var target = [|ConnectionMultiplexer.Connect(to)|])
                    {
                        var value = await source.GetDatabase().StringGetAsync("key");
                        await target.GetDatabase().StringSetAsync("key", value);
                    }
                }

                var last = [|ConnectionMultiplexer.Connect(to)|];
                try
                {
                    await last.GetDatabase().StringSetAsync("done", 1);
                }
                finally
                {
                    await last.DisposeAsync();
                }
            }
            """),
        Snippet.InClassWithPool("""
            async Task Copy(string from, string to)
            {
                var source = await RedisPool.For(from).GetConnectionAsync();
                var target = await RedisPool.For(to).GetConnectionAsync();
                var value = await source.GetDatabase().StringGetAsync("key");
                await target.GetDatabase().StringSetAsync("key", value);

                var last = await RedisPool.For(to).GetConnectionAsync();
                await last.GetDatabase().StringSetAsync("done", 1);
            }
            """));

    [Fact]
    public Task CallsInSeveralFiles_AreAllFixed() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""object A() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();"""),
        Snippet.InClassWithPool("""object A() => RedisPool.For("a").GetDatabase();"""),
        new()
        {
            Sources = new()
            {
                Pool = true,
                Files = [("D.cs", "using StackExchange.Redis;\n\nclass D { object B() => [|ConnectionMultiplexer.Connect(\"b\")|].GetDatabase(); }\n")],
            },
            FixedFiles = [("D.cs", "using RedisGuard.Pool;\n\nclass D { object B() => RedisPool.For(\"b\").GetDatabase(); }\n")],
        });

    [Fact]
    public Task CallsItDoesNotFit_AreLeft() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            object A() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();

            ConnectionMultiplexer B() => [|ConnectionMultiplexer.Connect("b")|];
            """),
        Snippet.InClassWithPool("""
            object A() => RedisPool.For("a").GetDatabase();

            ConnectionMultiplexer B() => [|ConnectionMultiplexer.Connect("b")|];
            """),
        new() { Remaining = ["RG1000"] });

    [Fact]
    public Task SecondBestCure_IsForOneCallOnly() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""object A() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();"""),
        Snippet.InClassWithPool("""object A() => RedisPool.For("a").GetDatabase();"""),
        new()
        {
            Fixes = "OpenOnce,Pool",
            AfterFixAll = Snippet.InClass("""object A() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();"""),
        });

    [Fact]
    public Task SecondBestCure_IsForAllWhereTheBestDoesNotFit() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""object A() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();"""),
        Snippet.InClassWithPool("""object A() => RedisPool.For("a").GetDatabase();"""),
        new() { Fixes = "Inject,Pool" });
}
