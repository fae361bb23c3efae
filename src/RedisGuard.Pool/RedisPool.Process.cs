using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Dedicated;
using StackExchange.Redis;

namespace RedisGuard.Pool;

// What belongs to the process and not to one pool.
public sealed partial class RedisPool
{
    /// <summary>The pool that the environment variables describe. They are read when it is first asked for.</summary>
    /// <exception cref="RedisPoolConfigurationException">A variable is malformed.</exception>
    public static RedisPool Shared => PoolRegistry.Shared();

    /// <summary>
    /// Says where pools log to that were given no logger; may be set at any time. Unset, or once it was disposed: to the host that
    /// registered a pool and still runs, and without one warnings and errors go to standard error.
    /// </summary>
    public static ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The pool for a configuration: one for all equal ones in this process. The first call creates it.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, or a <c>redis://</c> or <c>rediss://</c> URL.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The pool. It lives as long as the process, or until <see cref="CloseAsync"/>; disposing it does nothing.</returns>
    /// <exception cref="RedisPoolConfigurationException">The configuration or an environment variable is malformed.</exception>
    public static RedisPool For(
        string configuration,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return PoolRegistry.For(configuration, new RedisCallSite(filePath, line, member));
    }

    /// <summary>The pool for a configuration: one for all equal ones in this process. The first call creates it.</summary>
    /// <param name="configuration">
    /// Copied. Compared by value, password included; what has none (a retry policy, a socket manager, a tunnel …) by reference.
    /// </param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The pool. It lives as long as the process, or until <see cref="CloseAsync"/>; disposing it does nothing.</returns>
    /// <exception cref="RedisPoolConfigurationException">The configuration or an environment variable is malformed.</exception>
    public static RedisPool For(
        ConfigurationOptions configuration,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return PoolRegistry.For(configuration.Clone(), new RedisCallSite(filePath, line, member));
    }

    /// <summary>Opens a connection outside every pool: for a process that wants one of its own, and no limit on it.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, or a <c>redis://</c> or <c>rediss://</c> URL.</param>
    /// <param name="cancellationToken">Stops waiting; the connection is closed when it arrives.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The connection. It is the caller's to dispose.</returns>
    /// <exception cref="RedisPoolConfigurationException">The configuration or an environment variable is malformed.</exception>
    /// <exception cref="RedisConnectionException">The server can't be reached.</exception>
    public static Task<RedisDedicatedConnection> ConnectDedicatedAsync(
        string configuration,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        var parsed = RedisConfiguration.Parse(configuration, nameof(configuration));
        return DedicatedConnections.OpenAsync(parsed, new RedisCallSite(filePath, line, member), cancellationToken);
    }

    /// <inheritdoc cref="ConnectDedicatedAsync(string, CancellationToken, string, int, string)"/>
    public static Task<RedisDedicatedConnection> ConnectDedicatedAsync(
        ConfigurationOptions configuration,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return DedicatedConnections.OpenAsync(configuration, new RedisCallSite(filePath, line, member), cancellationToken);
    }
}
