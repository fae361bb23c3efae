using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Verification;

/// <summary>RedisGuard.Pool's public surface without its insides, so that analyzer tests don't wait for the real one.</summary>
internal static class PoolStub
{
    private const string Source = """
        #nullable enable
        using System;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Logging;
        using StackExchange.Redis;

        namespace RedisGuard.Pool
        {
            public sealed class RedisPoolOptions
            {
                public string Configuration { get; set; } = "";
                public ConfigurationOptions? ConfigurationOptions { get; set; }
            }

            public sealed class RedisPoolSnapshot { }

            public sealed class RedisPool : IAsyncDisposable, IDisposable
            {
                public RedisPool(RedisPoolOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null) { }
                public static RedisPool Shared => throw null!;
                public static RedisPool For(string configuration) => throw null!;
                public static RedisPool For(ConfigurationOptions configuration) => throw null!;
                public IConnectionMultiplexer GetConnection() => throw null!;
                public Task<IConnectionMultiplexer> GetConnectionAsync(CancellationToken cancellationToken = default) => throw null!;
                public IDatabase GetDatabase(int db = -1) => throw null!;
                public ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken = default) => throw null!;
                public ValueTask<IDatabase> GetDatabaseAsync(int db, CancellationToken cancellationToken = default) => throw null!;
                public ValueTask<RedisLease> RentAsync(
                    CancellationToken cancellationToken = default,
                    [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => throw null!;
                public Task<RedisSubscription> SubscribeAsync(
                    RedisChannel channel, Action<RedisMessage> handler, RedisSubscriptionOptions? options = null, CancellationToken cancellationToken = default,
                    [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => throw null!;
                public Task<RedisSubscription> SubscribeAsync(
                    RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions? options = null, CancellationToken cancellationToken = default,
                    [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => throw null!;
                public static Task<RedisDedicatedConnection> ConnectDedicatedAsync(
                    string configuration, CancellationToken cancellationToken = default,
                    [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => throw null!;
                public RedisPoolSnapshot GetSnapshot() => throw null!;
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
            }

            public sealed class RedisLease : IAsyncDisposable, IDisposable
            {
                internal RedisLease() { }
                public IDatabase Database => throw null!;
                public IConnectionMultiplexer Connection => throw null!;
                public TimeSpan? LongHeldThreshold { get; set; }
                public void Abandon([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") { }
                public void Dispose([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") { }
                public ValueTask DisposeAsync([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => default;
                void IDisposable.Dispose() { }
                ValueTask IAsyncDisposable.DisposeAsync() => default;
            }

            public readonly record struct RedisMessage(RedisChannel Channel, RedisValue Value);

            public sealed class RedisSubscriptionOptions { }

            public sealed class RedisSubscription : IAsyncDisposable
            {
                internal RedisSubscription() { }
                public RedisChannel Channel => default;
                public bool IsActive => true;
                public ValueTask DisposeAsync() => default;
            }

            public sealed class RedisDedicatedConnection : IAsyncDisposable, IDisposable
            {
                internal RedisDedicatedConnection() { }
                public IDatabase Database => throw null!;
                public IConnectionMultiplexer Connection => throw null!;
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class RedisGuardServiceCollectionExtensions
            {
                public static IServiceCollection AddRedisGuard(this IServiceCollection services, Action<RedisGuard.Pool.RedisPoolOptions>? configure = null) => services;
                public static IServiceCollection AddRedisGuard(
                    this IServiceCollection services, string name, Action<RedisGuard.Pool.RedisPoolOptions>? configure = null) => services;
            }
        }
        """;

    private static readonly ConcurrentDictionary<Library, MetadataReference> References = new();

    /// <summary>The stub, compiled against the given version of the library.</summary>
    public static MetadataReference For(Library library) =>
        References.GetOrAdd(library, static l => StubAssembly.Compile("RedisGuard.Pool", Source, l.References));
}
