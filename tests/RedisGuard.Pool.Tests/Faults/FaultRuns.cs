using System.Reflection;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>Runs every fault at once: each has a server and a pool of its own, and waits most of the time.</summary>
public sealed class FaultRuns
{
    private readonly Dictionary<string, Task> _runs = FaultTests.OfAnyServer
        .Concat(RedisProcess.Executable is null ? [] : FaultTests.OfTheRealServer)
        .Select(static row => row.Data)
        .ToDictionary(static fault => fault, static fault => Task.Run(Method(fault)));

    internal Task Of(string fault) => _runs[fault];

    private static Func<Task?> Method(string fault) =>
        typeof(Fault).GetMethod(fault, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<Task>>();
}
