using System.Runtime.CompilerServices;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool;

// For the tests of programs that use a pool.
public sealed partial class RedisPool
{
    /// <summary>
    /// A pool over a connection of yours, for tests without a server: a substitute whose <c>GetDatabase</c> returns what the test
    /// prepared, or a real one to a server in the test's process. Limits, leases, waits and leak warnings are the pool's own.
    /// </summary>
    /// <param name="connection">Handed out as the shared connection and by every lease. It stays yours: the pool never closes it.</param>
    /// <param name="options">What the pool may do; the defaults, untouched by the environment, when not given.</param>
    /// <param name="timeProvider">The clock of its deadlines; <see langword="null"/> for the system's.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The pool. Dispose it.</returns>
    /// <exception cref="RedisPoolConfigurationException">An option is malformed or out of range.</exception>
    public static RedisPool ForTests(
        IConnectionMultiplexer connection,
        RedisPoolOptions? options = null,
        TimeProvider? timeProvider = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new RedisPool(
            options ?? new RedisPoolOptions(new PoolEnvironment(static _ => null)),
            loggerFactory: null,
            timeProvider ?? TimeProvider.System,
            new BorrowedConnectionOpener(connection),
            new RedisCallSite(filePath, line, member));
    }
}
