// Stand-ins for packages that take a connection, with the members that the shapes use.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Caching.StackExchangeRedis
{
    public class RedisCacheOptions
    {
        public string? Configuration { get; set; }
        public string? InstanceName { get; set; }
        public ConfigurationOptions? ConfigurationOptions { get; set; }
        public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public static class StackExchangeRedisCacheServiceCollectionExtensions
    {
        public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection services, Action<RedisCacheOptions> setup) => services.Configure(setup);
    }

    public static class RedisHealthCheckBuilderExtensions
    {
        public static IHealthChecksBuilder AddRedis(this IHealthChecksBuilder builder, IConnectionMultiplexer connectionMultiplexer, string? name = null) => builder;

        public static IHealthChecksBuilder AddRedis(
            this IHealthChecksBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connectionMultiplexerFactory, string? name = null) => builder;
    }
}

namespace NRedisStack
{
    public static class CoreCommands
    {
        public static Tuple<RedisKey, RedisValue>? BLPop(this IDatabase db, RedisKey key, double timeout) => null;

        public static Tuple<RedisKey, RedisValue>? BRPop(this IDatabase db, RedisKey[] keys, double timeout) => null;

        public static StreamEntry[]? XRead(this IDatabase db, RedisKey key, RedisValue position, int? count = null, int? timeoutMilliseconds = null) => null;

        public static StreamEntry[]? XReadGroup(
            this IDatabase db, RedisValue groupName, RedisValue consumerName, RedisKey key, RedisValue position, int? count = null, int? timeoutMilliseconds = null, bool? noAck = null) => null;
    }

    public static class CoreCommandsAsync
    {
        public static Task<Tuple<RedisKey, RedisValue>?> BLPopAsync(this IDatabase db, RedisKey key, double timeout) => Task.FromResult<Tuple<RedisKey, RedisValue>?>(null);

        public static Task<Tuple<RedisKey, RedisValue>?> BRPopAsync(this IDatabase db, RedisKey key, double timeout) => Task.FromResult<Tuple<RedisKey, RedisValue>?>(null);

        public static Task<StreamEntry[]?> XReadGroupAsync(
            this IDatabase db, RedisValue groupName, RedisValue consumerName, RedisKey key, RedisValue position, int? count = null, int? timeoutMilliseconds = null, bool? noAck = null)
            => Task.FromResult<StreamEntry[]?>(null);
    }
}

namespace Microsoft.AspNetCore.DataProtection
{
    public static class StackExchangeRedisDataProtectionBuilderExtensions
    {
        public static IDataProtectionBuilder PersistKeysToStackExchangeRedis(
            this IDataProtectionBuilder builder, IConnectionMultiplexer connectionMultiplexer, RedisKey key) => builder;

        public static IDataProtectionBuilder PersistKeysToStackExchangeRedis(
            this IDataProtectionBuilder builder, Func<IDatabase> databaseFactory, RedisKey key) => builder;
    }
}
