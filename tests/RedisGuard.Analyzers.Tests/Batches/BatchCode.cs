using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Batches;

/// <summary>Statements on a batch, in a method that has what they need.</summary>
internal static class BatchCode
{
    /// <summary>On a version of the library that has no rules of its own.</summary>
    public static readonly TestSetup WithoutSer305 = new() { Libraries = [Library.Oldest] };

    /// <summary>On one that reports a wait written around the queued command.</summary>
    public static readonly TestSetup WithSer305 = new() { Libraries = [Library.Newest] };

    /// <summary>The same library, in a place where its rules don't run.</summary>
    public static readonly TestSetup WithSer305Off = new() { Libraries = [Library.Newest], EditorConfig = "redisguard.library_rules_run = false" };

    public static Task VerifyAsync(string statements, TestSetup? setup = null) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Writer
        {
            private IBatch? _batch;
            private readonly List<Task> _tasks = new();
            private static readonly List<object> s_kept = new();

            public async Task<object?> M(IDatabase db, string[] keys, bool flag, CommandFlags flags, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
                return null;
            }

            public bool Has => _batch is not null && _tasks.Count > 0;
            private static void Keep(IBatch batch) => s_kept.Add(batch);
            private static void Queue(IBatch batch, string key) => _ = batch.StringSetAsync(key, 1);
            private static Task QueueAsync(IDatabaseAsync batch, string key) => batch.StringSetAsync(key, 1);
            private static void Send(IBatch batch) => batch.Execute();
            private static Task RunAsync(Func<Task> action) => action();
        }
        """,
        setup);
}
