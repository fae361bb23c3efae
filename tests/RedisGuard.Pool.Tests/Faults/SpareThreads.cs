using RedisGuard.Pool.Tests.Faults;

[assembly: AssemblyFixture(typeof(SpareThreads))]

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>
/// Keeps threads ready from the start. The proxies live in this process: while synchronous calls of a bad hour (data protection's)
/// hold every thread, a proxy passes nothing on, and a server that answers looks silent to one client.
/// </summary>
public sealed class SpareThreads
{
    private const int Threads = 128;

    public SpareThreads()
    {
        ThreadPool.GetMinThreads(out _, out var completionPorts);
        ThreadPool.SetMinThreads(Threads, completionPorts);
    }
}
