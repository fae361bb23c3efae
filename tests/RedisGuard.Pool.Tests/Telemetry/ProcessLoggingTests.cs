using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.DependencyInjection;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Telemetry;

/// <summary>A host that ended takes its loggers with it, and no line.</summary>
[Collection(nameof(TwoHostsTests))]
public sealed class ProcessLoggingTests : IDisposable
{
#pragma warning disable CA2213 // Another's.
    private readonly ILoggerFactory? _set = RedisPool.LoggerFactory;
#pragma warning restore CA2213
    private readonly FakeLoggers _first = new();
    private readonly FakeLoggers _second = new();
    private readonly ILoggerFactory _dead = LoggerFactory.Create(static _ => { });

    public ProcessLoggingTests()
    {
        RedisPool.LoggerFactory = null;
        _dead.Dispose();
        ProcessLogging.Add(_first);
    }

    public void Dispose()
    {
        ProcessLogging.Remove(_first);
        RedisPool.LoggerFactory = _set;
        _first.Dispose();
        _second.Dispose();
        _dead.Dispose();
    }

    [Fact]
    public void PoolWhoseFactoryWasDisposed_LogsWhereTheProcessDoes()
    {
        Log(new PoolLogger(_dead));

        Assert.Single(_first.All);
    }

    [Fact]
    public void PoolWhoseFactoryLives_LogsThere()
    {
        Log(new PoolLogger(_second));

        Assert.Single(_second.All);
        Assert.Empty(_first.All);
    }

    [Fact]
    public void FactoryThatWasSet_ComesFirst_AndIsPassedOverOnceItWasDisposed()
    {
        RedisPool.LoggerFactory = _second;
        Log(PoolLogger.OfProcess);
        RedisPool.LoggerFactory = _dead;
        Log(PoolLogger.OfProcess);

        Assert.Single(_second.All);
        Assert.Single(_first.All);
    }

    [Fact]
    public void HostThatStartedLast_ComesFirst_UntilItEnds()
    {
        ProcessLogging.Add(_second);
        Log(PoolLogger.OfProcess);
        ProcessLogging.Remove(_second);
        Log(PoolLogger.OfProcess);

        Assert.Single(_second.All);
        Assert.Single(_first.All);
    }

    /// <summary>Ended without its container having been disposed.</summary>
    [Fact]
    public void HostWhoseFactoryWasDisposed_IsPassedOver()
    {
        ProcessLogging.Add(_dead);
        try
        {
            Log(PoolLogger.OfProcess);
        }
        finally
        {
            ProcessLogging.Remove(_dead);
        }

        Assert.Single(_first.All);
    }

    private static void Log(ILogger logger) => PoolLog.PoolClosed(logger, "a pool", "localhost:6379");
}
